"""The machine runs out of something, or its clock is set: those who watch go
on watching, those who come are told, and it is over without a new start."""
# SPDX-License-Identifier: MIT
import os
import threading
import time

import pytest

import processes
import surroundings
from network_camera import NetworkCamera
from processes import wait_until
from shortage import (Clock, full_disk, grow, mount_memory,
                      no_more_descriptors, private_mounts)
from slots import random_jpeg
from stream import Stream, Viewer
from witness import Witness

pytestmark = pytest.mark.patient

SHARED_KB, ENOUGH_KB = 1400, 16_000
RUN_KB = 4000
DAY_S = 86_400

needs_root = pytest.mark.skipif(os.geteuid() != 0,
                                reason="only root mounts anything")


def snapshot_comes(server, slot):
    return server.get(f"/snapshot/{slot}").status == 200


# ------------------------------------------------------------ /dev/shm ------

def start_without_room(label):
    """What a capture-daemon says that is started now."""
    result = processes.run([surroundings.CAPTURE_DAEMON, "--slot",
                            surroundings.slot_name(label), "pattern:"])
    assert result.returncode == 1
    return result.stderr.decode()


@needs_root
def test_a_full_dev_shm_is_told_and_forgotten_when_there_is_room(
        new_server, new_camera):
    small = [random_jpeg(seed) for seed in range(4)]
    large = [random_jpeg(seed, 2000, 1500) for seed in range(4)]
    with NetworkCamera(small) as network_camera, private_mounts():
        mount_memory(surroundings.SHARED_MEMORY, SHARED_KB)
        server = new_server()
        camera = new_camera("full", source=network_camera.url)
        with Witness(server, camera) as witness:
            witness.wait_for_pictures(5)
            network_camera.jpegs[:] = large
            witness.wait_for_words("the camera's pictures cannot be published: "
                                   "/dev/shm is full", 15)
            assert server.state(camera.slot) == "no-signal"
            assert start_without_room("next").count("/dev/shm is full") == 1
            pid = camera.pid
            grow(surroundings.SHARED_MEMORY, ENOUGH_KB)
            witness.wait_for_pictures(5)
            assert witness.last.body in large
            new_camera("next")
        assert camera.pid == pid
        assert camera.log.count("/dev/shm is full") == 1
        for started in ("full", "next"):
            wait_until(lambda slot=surroundings.slot_name(started):
                       snapshot_comes(server, slot), 10, f"slot {started}")


# ---------------------------------------------------------------- disk ------

@needs_root
def test_a_full_disk_cuts_no_stream(new_server, new_camera):
    with private_mounts():
        camera = new_camera("disk", options=("--size", "640x360"))
        server = new_server(change=lambda server: mount_memory(
            server.run_folder, RUN_KB))
        with Viewer(server, f"/video/{camera.slot}") as viewer, \
                Stream(server, f"/video/{camera.slot}") as slow:
            viewer.wait_for_frames(10)
            slow_parts = slow.parts()
            next(slow_parts)
            with full_disk(server.run_folder):
                camera.kill()  # something to write into a log
                camera.start()
                viewer.wait_for_frames(30, 15)
                with Viewer(server, f"/video/{camera.slot}") as newcomer:
                    newcomer.wait_for_frames(10)
                assert snapshot_comes(server, camera.slot)
            viewer.wait_for_frames(10)
            for _ in range(3):
                next(slow_parts)


# --------------------------------------------------------- descriptors ------

class Visitor(threading.Thread):
    """Asks for a frame in the background, and waits."""

    def __init__(self, server, path):
        super().__init__(daemon=True)
        self._server, self._path = server, path
        self.parts = []
        self.start()

    def run(self):
        with Stream(self._server, self._path, seconds=30) as stream:
            self.parts = stream.take(1)


def test_out_of_descriptors_newcomers_wait_and_viewers_go_on(
        new_server, camera):
    server = new_server(("--slot", camera.slot))
    with Viewer(server, "/video") as viewer:
        viewer.wait_for_frames(5)
        pid = server.responder_pid
        with no_more_descriptors(pid):
            visitors = [Visitor(server, "/video") for _ in range(3)]
            viewer.wait_for_frames(30)
            assert not any(visitor.parts for visitor in visitors)
            assert server.responder_log.count("new viewers must wait") == 1
        for visitor in visitors:
            visitor.join(10)
            assert visitor.parts
        viewer.wait_for_frames(5)
    assert server.responder_pid == pid


def test_a_camera_that_finds_no_descriptor_is_back_when_there_is_one(
        all_servers, new_camera):
    server = all_servers["nginx"]
    jpegs = [random_jpeg(seed) for seed in range(4)]
    with NetworkCamera(jpegs) as first:
        camera = new_camera("poor", source=first.url)
        with Witness(server, camera) as witness:
            witness.wait_for_pictures(5)
            pid = camera.pid
            with no_more_descriptors(pid):
                first.hang_up()
                witness.wait_for_words(f"cannot open {first.url}: "
                                       "no descriptor is left; raise the "
                                       "limit: `ulimit -n`, or LimitNOFILE= "
                                       "of a unit", 15)
            witness.wait_for_pictures(5)
    assert camera.pid == pid


# --------------------------------------------------------------- clock ------

def test_a_clock_that_is_set_disturbs_no_stream(
        new_server, new_camera, folder, monkeypatch):
    clock = Clock(folder)
    with monkeypatch.context() as patch:
        for name, value in clock.settings.items():
            patch.setenv(name, value)
        camera = new_camera("clock", options=("--size", "640x360"))
        server = new_server(("--slot", camera.slot), clock.give_to_responder)
    with Viewer(server, "/video") as viewer:
        viewer.wait_for_frames(10)
        for days in (1, -1, 0):
            clock.set_ahead(days * DAY_S)
            wait_until(lambda days=days: abs(
                viewer.last.captured_us / 1e6 - time.time()
                - days * DAY_S) < 60, 5, f"a clock {days} days ahead")
            begin = len(viewer.seen)
            viewer.wait_for_frames(30 // surroundings.SLOWNESS)
            times = [received for _, received in viewer.seen[begin:]]
            assert max(later - earlier for earlier, later
                       in zip(times, times[1:])) < 1
            assert snapshot_comes(server, camera.slot)
            stream = server.streams()[camera.slot]
            assert stream["state"] == "live"
            assert stream["age_ms"] < 1000
