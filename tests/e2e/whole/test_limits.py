"""A user's limits are reached: what is left still works, it is said in one
sentence, nothing is kept, and all is as before when there is room again."""
# SPDX-License-Identifier: MIT
import os

import pytest

import processes
import surroundings
from holdings import Holdings
from processes import wait_until
from shortage import OwnLimits
from slots import StillSlot, random_jpeg
from stream import Viewer

pytestmark = pytest.mark.patient

# Root's threads are not counted.
AS_NOBODY = ("setpriv", "--reuid=nobody", "--regid=nogroup",
             "--clear-groups") if os.geteuid() == 0 else ()

SLOTS = 40
# ThreadSanitizer has one of its own.
THREADS_AT_REST = 4 if "thread" in surroundings.SANITIZE else 3
SHORT_OF = {"max_inotify_instances": "fs.inotify.max_user_instances",
            "max_inotify_watches": "fs.inotify.max_user_watches"}
DEAF = "slots that come and go are looked for once a second"


def come_and_go(server, label):
    """A slot that somebody watched once, and its end."""
    still = StillSlot(label, random_jpeg(1))
    try:
        assert server.get(f"/video/{still.name}?frames=1").status == 200
    finally:
        still.remove()


def wait_until_as_before(server, before):
    """No thread and no descriptor more, well before a thread has rested."""
    def is_as_before():
        now = Holdings(server.responder_pid)
        return (now.threads <= before.threads and
                now.descriptors <= before.descriptors)
    wait_until(is_as_before, 5, f"going back to {before}")


def assert_removed_slots_leave_nothing(server, label):
    come_and_go(server, f"{label}-first")
    wait_until(
        lambda: Holdings(server.responder_pid).threads <= THREADS_AT_REST, 5,
        "the first slot's end")
    before = Holdings(server.responder_pid)
    for number in range(SLOTS):
        come_and_go(server, f"{label}{number}")
    wait_until_as_before(server, before)


# ------------------------------------------------------------- inotify ------

@pytest.mark.parametrize("limit", SHORT_OF)
def test_without_inotify_removed_slots_leave_nothing(new_server, limit):
    limits = OwnLimits(**{limit: 0})
    server = new_server(change=limits.give_to_responder)
    assert_removed_slots_leave_nothing(server, "deaf")
    assert server.responder_log.count(DEAF) == 1
    assert SHORT_OF[limit] in server.responder_log
    limits.set(server.responder_pid, **{limit: 8})
    with Viewer(server, f"/video/{StillSlot('room', random_jpeg(1)).name}"):
        wait_until(lambda: "are heard of again" in server.responder_log, 5,
                   "an instance")
    StillSlot("room", random_jpeg(1)).remove()
    assert_removed_slots_leave_nothing(server, "heard")
    assert server.responder_log.count(DEAF) == 1


def test_without_inotify_a_viewer_finds_the_slot_that_is_back(
        new_server, new_camera):
    limits = OwnLimits(max_inotify_instances=0)
    server = new_server(change=limits.give_to_responder)
    camera = new_camera("back", options=("--size", "320x240"))
    with Viewer(server, f"/video/{camera.slot}") as viewer:
        viewer.wait_for_frames(5)
        camera.remove()
        server.wait_for_state(camera.slot, "gone")
        camera.start()
        viewer.wait_for_frames(5)


def test_without_inotify_a_closed_camera_is_opened_all_the_same(
        all_servers, new_camera):
    limits = OwnLimits(max_inotify_instances=0)
    server = all_servers["nginx"]
    camera = new_camera("deaf", through=limits.command(), options=(
        "--size", "320x240", "--idle", "close"))
    server.wait_for_state(camera.slot, "idle")
    words = "who wants pictures is looked for four times a second"
    wait_until(lambda: words in camera.log, 5, "the warning")
    assert "fs.inotify.max_user_instances" in camera.log
    with Viewer(server, f"/video/{camera.slot}") as viewer:
        viewer.wait_for_frames(10)
    server.wait_for_state(camera.slot, "idle")
    assert camera.log.count(words) == 1
    limits.set(camera.pid, max_inotify_instances=8)
    wait_until(lambda: "is heard again" in camera.log, 5, "an instance")
    with Viewer(server, f"/video/{camera.slot}") as viewer:
        viewer.wait_for_frames(10)


# ------------------------------------------------------------- threads ------

def test_out_of_threads_newcomers_are_told_and_viewers_go_on(
        new_server, new_camera):
    limits = OwnLimits()
    server = new_server(change=limits.give_to_responder)
    first, second = (new_camera(label, options=("--size", "320x240"))
                     for label in ("first", "second"))
    with Viewer(server, f"/video/{first.slot}") as viewer:
        viewer.wait_for_frames(5)
        pid = server.responder_pid
        before = Holdings(pid)
        limits.set(pid, threads=1)
        for path in ("video", "snapshot"):
            answer = server.get(f"/{path}/{second.slot}")
            assert answer.status == 503
            assert b"short of threads; try again later" in answer.body
        # Whose thread there is.
        assert server.get(f"/video/{first.slot}?frames=3").status == 200
        viewer.wait_for_frames(30)
        words = f"slot {second.slot} cannot be watched: "
        assert server.responder_log.count(words) == 1
        assert "raise the limit: `ulimit -u`" in server.responder_log
        wait_until_as_before(server, before)
        limits.set(pid, threads=100)
        with Viewer(server, f"/video/{second.slot}") as newcomer:
            newcomer.wait_for_frames(5)
        viewer.wait_for_frames(5)
    assert server.responder_pid == pid


def start_as_nobody(limits, *command):
    """What a program says that is started with too narrow limits, and ends."""
    result = processes.run([*AS_NOBODY, *OwnLimits().command(), "prlimit",
                            *limits, *command])
    assert result.returncode == 1
    return result.stderr.decode()


@pytest.mark.parametrize("limits, advice", (
    (("--nproc=1",), "raise the limit: `ulimit -u`, or TasksMax="),
    (("--nofile=5:5",), "raise the limit: `ulimit -n`, or LimitNOFILE=")))
def test_a_program_that_cannot_start_says_what_to_raise(
        folder, limits, advice):
    own_folder = folder / "own"
    own_folder.mkdir()
    own_folder.chmod(0o777)
    responder = start_as_nobody(limits, surroundings.FCGI_STREAM, "--listen",
                                own_folder / "socket")
    camera = start_as_nobody(limits, surroundings.CAPTURE_DAEMON, "--slot",
                             surroundings.slot_name("narrow"), "pattern:")
    for said in responder, camera:
        errors = [line for line in said.splitlines() if " error: " in line]
        assert len(errors) == 1 and advice in errors[0], said
    assert not list(own_folder.iterdir())
