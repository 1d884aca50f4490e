"""A camera under the unit as shipped, with a systemd that confines it: all that
the walls of capture-daemon@.service keep out, they let its device through."""
# SPDX-License-Identifier: MIT
import grp
import json
import os
import pathlib
import shutil

import pytest

import nspawn
import surroundings
from drivers import Vivid, run

HERE = pathlib.Path(__file__).parent


@pytest.fixture
def control_groups():
    """Which systemd confines its services by."""
    run("mount", "-t", "cgroup2", "cgroup2", "/sys/fs/cgroup")
    yield
    run("umount", "/sys/fs/cgroup", check=False)


@pytest.mark.skipif(nspawn.missing,
                    reason=f"not installed: {nspawn.missing}")
def test_the_confined_daemon_shows_its_camera(folder, vivid, control_groups):
    # pylint: disable=unused-argument
    camera = vivid(*Vivid.WEBCAM)
    # As udev's rules of every Debian have it.
    os.chown(camera.node, 0, grp.getgrnam("video").gr_gid)
    camera.node.chmod(0o660)
    place = folder / "unit"
    nspawn.install(place / "files")
    shutil.copy(surroundings.SLOTCTL, place / "files" / "usr/local/bin")
    shutil.copy(HERE / "inside_unit.py", place / "inside.py")
    run("env", f"DEVICE={camera.node}", nspawn.BOOT, place, check=False)
    log = place / "inside.log"
    assert (place / "facts.json").exists(), log.exists() and log.read_text()
    assert json.loads((place / "facts.json").read_text()) == {
        "live": True, "user": "slotcast", "users are its own": True,
        "camera is open": True}, log.read_text()
