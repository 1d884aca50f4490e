"""Where slow links cannot be made, the tests that want them are told why."""
# SPDX-License-Identifier: MIT
import os
import pathlib
import sys

import pytest

import processes
import surroundings

pytestmark = [
    pytest.mark.patient,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to "
                       "lose, and another reason to name"),
]


@pytest.mark.parametrize("right", ["sys_admin", "net_admin"])
def test_a_root_without_rights_gets_a_reason_and_leaves_nothing(right):
    result = processes.run(
        ["setpriv", f"--bounding-set=-{right}", f"--inh-caps=-{right}",
         sys.executable, "-B", "-c",
         "import os, network; print(os.getpid(), network.why_not())"],
        env={**os.environ,
             "PYTHONPATH": surroundings.ROOT / "tests" / "lib"})
    assert result.returncode == 0, result.stderr.decode()
    pid, reason = result.stdout.decode().split(" ", 1)
    assert reason.startswith("no slow links: ip ") and "permitted" in reason
    assert not list(pathlib.Path("/run/netns").glob(f"slotcast-{pid}-*"))
