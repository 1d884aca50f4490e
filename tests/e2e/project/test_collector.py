"""tests/run: nothing that went wrong may look as if it had passed."""
# SPDX-License-Identifier: MIT
import os
import signal

import pytest

import processes
import surroundings
import web_server
from processes import wait_until

pytestmark = pytest.mark.patient

GOOD = """\
cat > "$(dirname "$CMOCKA_XML_FILE")/good.xml" <<'END'
<testsuites><testsuite name="good">
<testcase name="first" time="0.5"/><testcase name="second"/>
<testcase name="third"><skipped message="no camera"/></testcase>
</testsuite></testsuites>
END
"""
BAD = """\
cat > "$(dirname "$CMOCKA_XML_FILE")/bad.xml" <<'END'
<testsuites><testsuite name="bad"><testcase name="broken">
<failure><![CDATA[1 is not 2]]></failure></testcase></testsuite></testsuites>
END
exit 1
"""


@pytest.fixture
def collect(folder):
    """Runs tests/run on scripts: collect(script...) -> status, lines."""
    def run(*scripts):
        programs = []
        for number, script in enumerate(scripts):
            program = folder / f"program{number}"
            program.write_text("#!/bin/sh\n" + script)
            program.chmod(0o755)
            programs.append(program)
        result = processes.run(
            [surroundings.ROOT / "tests" / "run", *programs],
            env={**os.environ, "BUILD": str(folder)})
        return result.returncode, result.stdout.decode().splitlines()
    return run


def test_each_test_of_a_program_counts(collect):
    status, lines = collect(GOOD, "exit 0", "exit 77")
    assert status == 0
    assert lines[-1] == "3 passed, 0 failed, 2 skipped"
    assert any("no camera" in line for line in lines)


def test_a_failure_is_shown_with_its_reason(collect):
    status, lines = collect(GOOD, BAD)
    assert status == 1
    assert lines[-1] == "2 passed, 1 failed, 1 skipped"
    assert "FAILED: bad: broken" in lines
    assert "  1 is not 2" in lines


def test_a_crash_counts_as_failed(collect):
    status, lines = collect("kill -SEGV $$", GOOD)
    assert status == 1
    assert lines[-1] == "2 passed, 1 failed, 1 skipped"
    assert any("signal 11" in line for line in lines)


def test_a_bad_end_after_good_tests_counts_as_failed(collect):
    status, lines = collect(GOOD + "echo leaked >&2; exit 23")
    assert status == 1
    assert lines[-1] == "2 passed, 1 failed, 1 skipped"
    assert "  leaked" in lines


def test_nothing_run_is_not_a_success(collect):
    assert collect()[0] == 1
    assert collect("exit 77")[0] == 1


def test_a_program_of_ours_that_crashed_is_told_once(new_camera):
    camera = new_camera("crashing")
    assert processes.crashes() == []
    os.kill(camera.pid, signal.SIGABRT)
    wait_until(lambda: not camera.is_running(), 5, "its end")
    crash, = processes.crashes()
    assert camera.slot in crash and "status -6" in crash
    assert processes.crashes() == []


def test_a_responder_of_lighttpds_that_crashed_is_told(folder, camera):
    server = web_server.Lighttpd(folder, ("--slot", camera.slot))
    assert server.get("/snapshot").status == 200
    server.end_responder(signal.SIGABRT)
    wait_until(lambda: server.get("/snapshot").status == 200, 5, "the next")
    with pytest.raises(AssertionError, match="ended by signals .*6"):
        server.stop()
