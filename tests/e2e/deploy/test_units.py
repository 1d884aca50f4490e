"""deploy/systemd under a systemd that was booted for it, in a container.

It takes 30 s once; inside_systemd.py plays what the tests below judge.
"""
# SPDX-License-Identifier: MIT
import contextlib
import json
import os
import pathlib
import shutil

import pytest

import nspawn
import processes
import surroundings

HERE = pathlib.Path(__file__).parent
missing = nspawn.missing + ([] if shutil.which("ffmpeg") else ["ffmpeg"])

pytestmark = [
    pytest.mark.patient,
    pytest.mark.skipif(missing, reason=f"not installed: {missing}"),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root boots containers"),
    pytest.mark.skipif(surroundings.SANITIZED, reason="the units do not let "
                       "a sanitizer reserve its memory"),
]


def install(root):
    """What every installation has, and the recorder."""
    nspawn.install(root)
    nspawn.copy(root, (
        (surroundings.SLOTCTL, "usr/local/bin"),
        (nspawn.UNITS / "slot-record@.service", "etc/systemd/system"),
        (surroundings.ROOT / "deploy" / "record" / "slot-record",
         "usr/local/share/slotcast/deploy/record")))


def remove_control_groups():
    """systemd-nspawn leaves two empty ones beside us."""
    for line in pathlib.Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        for mount in ("", "unified", "systemd"):
            for name in ("payload", "supervisor"):
                group = pathlib.Path("/sys/fs/cgroup", mount,
                                     path.lstrip("/"), name)
                if controllers in ("", "name=systemd"):
                    with contextlib.suppress(OSError):  # none, or not ours
                        group.rmdir()


@pytest.fixture(scope="module")
def facts(session_folder):
    folder = session_folder / "systemd"
    install(folder / "files")
    shutil.copy(HERE / "inside_systemd.py", folder / "inside.py")
    result = processes.run([nspawn.BOOT, folder], seconds=200)
    remove_control_groups()
    if not (folder / "inside.log").exists():
        pytest.skip("no systemd can be booted here: " +
                    result.stderr.decode(errors="replace"))
    assert (folder / "facts.json").exists(), \
        (folder / "inside.log").read_text()
    return json.loads((folder / "facts.json").read_text())


def test_users_and_the_run_directory_are_made(facts):
    assert facts["install"] == {"sysusers": 0, "tmpfiles": 0}


def test_a_camera_that_has_started_has_a_slot(facts):
    assert facts["start_a_camera"] == {"started": 0, "slot is there": True}


def test_the_first_request_starts_the_responder(facts):
    assert facts["ask_for_a_picture"] == {
        "before": "inactive", "status": "Status: 200 OK", "after": "active",
        "a stranger": ""}


def test_nothing_runs_as_root(facts):
    assert facts["list_users"] == {"capture-daemon": "slotcast",
                                   "fcgi-stream": "fcgi-stream"}


def test_who_asks_while_the_responder_is_away_is_answered(facts):
    assert facts["kill_the_responder"] == {"status": "Status: 200 OK"}


def test_a_camera_that_was_killed_is_started_again(facts):
    assert facts["kill_a_camera"] == {"started again": True,
                                      "status": "Status: 200 OK"}


def test_reload_reads_the_file_again_and_refuses_a_mistake(facts):
    reload = facts["reload"]
    assert reload["reloaded"] == 0 and reload["new size is there"]
    assert reload["mistake"] != 0
    assert reload["after"] == reload["before"]
    assert reload["restarts"] == "0"


def test_a_daemon_that_hangs_is_started_again(facts):
    assert facts["hang"] == {"started again": True,
                             "status": "Status: 200 OK"}


def test_a_recording_runs_as_its_own_user_and_is_nobody_elses(facts):
    record = facts["record"]
    assert record["started"] == 0 and record["a piece is there"]
    assert record["users"] == ["slot-record"]
    assert record["owner and mode"] == "slot-record:slot-record 750"
    assert record["a stranger"] != 0


def test_a_recording_that_was_killed_goes_on_in_a_new_piece(facts):
    assert facts["kill_a_recording"] == {
        "a new piece is there": True, "the old one plays": True}


def test_a_recording_that_was_stopped_has_whole_pieces(facts):
    assert facts["stop_a_recording"] == {"result": "success",
                                         "pieces without an end": []}


def test_a_timelapse_stands_beside_the_recording(facts):
    assert facts["timelapse"] == {"a piece is there": True,
                                  "the first ended": False}


def test_wrong_options_of_a_recording_are_not_tried_again(facts):
    assert facts["mistake_in_a_recording"] == {"exit": "2", "restarts": "0",
                                               "state": "failed"}


def test_wrong_settings_are_not_tried_again(facts):
    assert facts["mistake"] == {"started": 1, "exit": "2", "restarts": "0",
                                "state": "failed"}


def test_a_daemon_that_sleeps_is_not_taken_for_one_that_hangs(facts):
    assert facts["sleep"] == {"state": "idle", "restarts": "0"}


def test_a_camera_that_was_stopped_leaves_no_slot(facts):
    assert facts["stop"] == {"stopped": 0, "slot is there": False}
