"""What is done while nobody watches, or while there is too much to do: as
little as possible, and the newest first."""
# SPDX-License-Identifier: MIT
import itertools
import os
import pathlib
import statistics
import time

import pytest

import clips
import stamp
import surroundings
from attempts import best_of_some
from camera import Camera
from network_camera import NetworkCamera
from page import script_on_start
from processes import Process, wait_until
from slots import random_jpeg
from stream import Stream, Viewer

IDLE = ("--idle", "close")
# 10 s without demand, and time to notice.
IDLE_WITHIN_S = 16


def has_open(camera, file):
    folder = pathlib.Path(f"/proc/{camera.pid}/fd")
    return str(file) in [os.path.realpath(fd) for fd in folder.iterdir()]


def cpu_seconds(pid):
    tasks = pathlib.Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0])
               for task in tasks) / 1e9


def captured_s(headers):
    return float(headers["X-Timestamp"])


@pytest.fixture(scope="module")
def clip_of_the_idle(session_folder):
    folder = session_folder / "idle"
    folder.mkdir()
    return clips.make_clip(folder, seconds=1)


@pytest.fixture(scope="module")
def idle_cameras(all_servers, clip_of_the_idle):
    """Cameras of one clip, by name, asleep."""
    cameras = {label: Camera(clip_of_the_idle.parent, label, clip_of_the_idle,
                             IDLE)
               for label in ("page", "snapshot", "viewer", "failing", "dead")}
    server = all_servers["nginx"]
    for camera in cameras.values():
        server.wait_for_state(camera.slot, "idle", IDLE_WITHIN_S)
        wait_until(lambda camera=camera: not has_open(camera, clip_of_the_idle),
                   2, "the clip closed")
    yield cameras
    for camera in cameras.values():
        camera.remove()


NOTE_STATES = """
    window.states = [];
    new MutationObserver(() => {
        const { state } = document.getElementById("single").dataset;
        if (state && state !== window.states.at(-1))
            window.states.push(state);
    }).observe(document, { subtree: true, attributeFilter: ["data-state"] });
"""


def test_a_page_wakes_a_camera_and_says_so(
        all_servers, idle_cameras, open_page, browser):
    slot = idle_cameras["page"].slot
    with script_on_start(browser, NOTE_STATES):
        page = open_page(all_servers["nginx"], slot)
    page.wait_for_state("live")
    assert "idle" in page.run("return window.states")
    assert all_servers["nginx"].viewers(slot) == 1


def test_a_source_is_closed_until_somebody_asks(
        all_servers, idle_cameras, clip_of_the_idle):
    cameras, clip = idle_cameras, clip_of_the_idle
    begin = cpu_seconds(cameras["viewer"].pid)
    for _ in range(5):  # looking at the list is not asking for a picture
        assert all_servers["lighttpd"].state(cameras["viewer"].slot) == "idle"
        time.sleep(0.2)
    assert cpu_seconds(cameras["viewer"].pid) - begin < 0.01
    assert not has_open(cameras["viewer"], clip)

    asked = time.time()
    answer = all_servers["nginx"].get(f"/snapshot/{cameras['snapshot'].slot}")
    assert answer.status == 200, answer.text
    assert captured_s(answer.headers) > asked
    clips.assert_shows_the_bars(answer.body)
    assert has_open(cameras["snapshot"], clip)

    asked = time.time()
    with Stream(all_servers["lighttpd"],
                f"/video/{cameras['viewer'].slot}") as stream:
        asleep, awake = stream.take(2)
    assert captured_s(asleep.headers) < asked < captured_s(awake.headers)

    clip.unlink()
    answer = all_servers["nginx"].get(f"/snapshot/{cameras['failing'].slot}")
    assert answer.status == 503
    assert answer.headers["Retry-After"]

    # Who died in his sleep cannot be woken.
    cameras["dead"].kill()
    all_servers["nginx"].wait_for_state(cameras["dead"].slot, "stale")


class StampReader(Viewer):
    """Reads when each picture was captured, from the picture itself."""

    def __init__(self, *arguments):
        self.stamps = []  # (age in seconds, frame number at the source)
        super().__init__(*arguments)

    def see(self, part):
        super().see(part)
        seen = stamp.read_jpeg(part.body)
        self.stamps.append((part.received - seen.captured_us / 1e6,
                            seen.serial))


@pytest.fixture(params=[("encoder", 1.2), ("decoder", 1.5)],
                ids=["encoder", "decoder"])
def slow_camera(request, all_servers, new_camera, folder):
    """It needs so much longer for a picture than the next takes to come.

    Sanitized, it would be too slow by itself for thirty a second.
    """
    slow_part, share = request.param
    fps = 30 // surroundings.SLOWNESS
    drone = new_camera("drone", options=("--size", "640x360", "--fps", fps))
    port = surroundings.free_port()
    camera = new_camera(
        "slow", source=None,
        options=("--listen", f"rtsp://127.0.0.1:{port}/stream"),
        through=("env", f"LD_PRELOAD={surroundings.SLOW_CODECS}",
                 f"SLOW_{slow_part.upper()}_MS={1000 * share // fps:.0f}"))
    push = Process(
        ["ffmpeg", "-nostdin", "-loglevel", "error",
         "-use_wallclock_as_timestamps", "1", "-f", "mpjpeg",
         "-i", all_servers["nginx"].url(f"/video/{drone.slot}"),
         "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency",
         "-g", fps // 2, "-rtsp_transport", "tcp",
         "-f", "rtsp", f"rtsp://127.0.0.1:{port}/stream"],
        folder, exits_with=(255,))
    yield camera
    push.stop()


@best_of_some
def assert_frames_are_skipped_not_delayed(servers, path):
    with StampReader(servers["nginx"], path) as one, \
            StampReader(servers["lighttpd"], path) as other:
        one.wait_for_frames(10)
        begin = len(one.stamps)
        time.sleep(8)
    for viewer in (one, other):
        viewer.raise_error()
        ages, serials = zip(*viewer.stamps[begin:])
        third = len(ages) // 3
        growth = statistics.median(ages[-third:]) \
            - statistics.median(ages[:third])
        # Kept, a sixth of the frames would be 0.9 s of growth, a third 1.8 s.
        assert growth < 0.45
        assert len(serials) < 0.93 * (serials[-1] - serials[0])
        assert len(serials) > 0.2 * (serials[-1] - serials[0])


def test_frames_are_skipped_not_delayed_when_it_is_too_slow(
        all_servers, slow_camera):
    all_servers["nginx"].wait_for_state(slow_camera.slot, "live")
    assert_frames_are_skipped_not_delayed(
        all_servers, f"/video/{slow_camera.slot}")


def test_no_frame_is_lost_when_the_slot_grows(server, new_camera):
    small = [random_jpeg(seed) for seed in range(8)]
    large = [random_jpeg(seed, 2000, 1500) for seed in range(8, 12)]
    assert min(map(len, large)) > 500_000  # more than there is room for
    attempt = itertools.count()

    @best_of_some
    def assert_growing_loses_nothing():
        with NetworkCamera(small[:]) as network_camera:
            camera = new_camera(f"growing{next(attempt)}",
                                source=network_camera.url)
            server.wait_for_state(camera.slot, "live")
            slot = camera.slot_file.stat().st_ino
            with Viewer(server, f"/video/{camera.slot}") as viewer:
                viewer.wait_for_frames(10)
                network_camera.jpegs[:] = large
                wait_until(lambda: viewer.last.body in large, 5, "a large one")
                viewer.wait_for_frames(10)
            assert camera.slot_file.stat().st_ino != slot
        first, last = viewer.serials[0], viewer.serials[-1]
        assert viewer.serials == list(range(first, last + 1))

    assert_growing_loses_nothing()
