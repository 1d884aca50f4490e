"""Real input: H.264 from a file and by a drone's push, JPEGs over HTTP."""
# SPDX-License-Identifier: MIT
import contextlib
import re
import signal
import time

import pytest

import clips
import levels_film
import surroundings
from attempts import best_of_some
from levels_film import FilmViewer
from network_camera import NetworkCamera
from processes import wait_until
from slots import random_jpeg
from stream import Viewer

pytestmark = pytest.mark.patient

QUALITY = ("--quality", "95")


@pytest.fixture
def listening_camera(new_camera):
    """A camera that waits for a publisher, and the address it waits at."""
    url = f"rtsp://127.0.0.1:{surroundings.free_port()}/stream"
    camera = new_camera("drone", source=None,
                        options=("--listen", url, *QUALITY))
    return camera, url


@pytest.mark.parametrize("matrix,colour_range", [
    ("bt709", "tv"), ("bt601", "tv"), ("bt709", "pc"), ("bt601", "pc")])
def test_a_clip_keeps_its_colours(
        all_servers, new_camera, folder, matrix, colour_range):
    server = all_servers["nginx"]
    clip = clips.make_clip(folder, matrix, colour_range, seconds=1)
    camera = new_camera("colours", source=clip, options=QUALITY)
    server.wait_for_state(camera.slot, "live")
    answer = server.get(f"/snapshot/{camera.slot}")
    clips.assert_shows_the_bars(answer.body)


@best_of_some
def assert_clip_moves_at_its_own_rate(viewer):
    """From one loop into the next: it is 3 s long, and has 25 fps."""
    viewer.wait_for_frames(10)
    begin = len(viewer.seen)
    time.sleep(3.5)
    times = [received for _, received in viewer.seen[begin:]]
    assert (len(times) - 1) / (times[-1] - times[0]) == \
        pytest.approx(25, rel=0.1)
    assert max(later - earlier
               for earlier, later in zip(times, times[1:])) < 0.5


def test_a_clip_is_looped_at_its_own_rate(server, new_camera, clip):
    camera = new_camera("loop", source=clip)
    with Viewer(server, f"/video/{camera.slot}") as viewer:
        assert_clip_moves_at_its_own_rate(viewer)


# Their first picture is coded first and shown later, or has a time below 0.
FILMS = {
    "b-frames.ts": ("-bf", "2", "-g", "5"),
    "one-key.ts": ("-bf", "2", "-g", "250"),
    "b-frames.mpg": ("-c:v", "mpeg2video", "-bf", "2", "-g", "5"),
    "b-frames.mp4": ("-bf", "2", "-g", "5"),
    "below-zero.mkv": ("-bf", "2", "-g", "5", "-output_ts_offset", "-3",
                       "-avoid_negative_ts", "disabled"),
    "b-frames.flv": ("-bf", "2", "-g", "5"),
    "b-frames.avi": ("-bf", "0", "-g", "5"),
    "raw.h264": ("-bf", "0", "-g", "5"),
}
FILM_PICTURES = 15


def test_a_loop_loses_no_picture_at_its_start(
        all_servers, new_camera, folder):
    server = all_servers["nginx"]
    cameras = {}
    for name, output in FILMS.items():
        film = levels_film.make(folder / name, FILM_PICTURES,
                                *levels_film.X264, *output)
        cameras[name] = new_camera(name.replace(".", "-"), source=film)
    whole = list(range(FILM_PICTURES))
    with contextlib.ExitStack() as stack:
        viewers = {name: stack.enter_context(FilmViewer(server, camera))
                   for name, camera in cameras.items()}
        for name, viewer in viewers.items():
            def shows_two_rounds(viewer=viewer):
                viewer.raise_error()
                seen = viewer.numbers[:]
                return any(seen[begin:begin + 2 * len(whole)] == 2 * whole
                           for begin in range(len(seen)))
            wait_until(shows_two_rounds, 12,
                       f"two whole rounds of {name}: {viewer.numbers}")
    for camera in cameras.values():
        assert camera.log.count("\n") == 1, camera.log


def words_of_the_readme():
    """How the README encodes: both lines of it begin and end alike."""
    text = (surroundings.ROOT / "README.md").read_text()
    plain, encoded = re.findall(r"^ffmpeg -f v4l2 -i /dev/video0 (.*?)"
                                r"-f rtsp rtsp://SERVER:8554/stream\b",
                                text, re.MULTILINE | re.DOTALL)
    assert not plain
    return tuple(encoded.replace("\\\n", " ").split())


@pytest.mark.parametrize("options", [
    (), words_of_the_readme(), ("-c", "copy"),
    ("-c", "copy", "-rtsp_transport", "tcp")],
    ids=["word for word", "README", "H.264", "H.264 over TCP"])
def test_a_push_is_shown_as_it_comes(
        server, listening_camera, new_drone, clip, options):
    camera, url = listening_camera
    server.wait_for_state(camera.slot, "no-signal")
    new_drone(clip, *options, "-f", "rtsp", url)
    server.wait_for_state(camera.slot, "live", seconds=2)
    answer = server.get(f"/snapshot/{camera.slot}")
    assert answer.status == 200
    if options:
        clips.assert_shows_the_bars(answer.body)


def test_viewers_stay_when_the_drone_leaves_and_returns(
        server, listening_camera, new_drone, clip):
    camera, url = listening_camera
    words = clip, "-c", "copy", "-f", "rtsp", url
    with Viewer(server, f"/video/{camera.slot}") as viewer:
        for number in (signal.SIGTERM, signal.SIGKILL):
            drone = new_drone(*words)
            server.wait_for_state(camera.slot, "live")
            viewer.wait_for_frames(20)
            drone.leave(number)
            server.wait_for_state(camera.slot, "no-signal", seconds=8)
            viewer.wait_for_frames(2)
        new_drone(*words)
        server.wait_for_state(camera.slot, "live")
        viewer.wait_for_frames(20)
        assert viewer.serials == sorted(set(viewer.serials))


def test_jpegs_of_a_network_camera_pass_byte_for_byte(server, new_camera):
    jpegs = [random_jpeg(seed) for seed in range(100, 120)]
    seen = set()
    with NetworkCamera(jpegs) as network_camera:
        camera = new_camera("network", source=network_camera.url)
        server.wait_for_state(camera.slot, "live")
        with Viewer(server, f"/video/{camera.slot}") as viewer:
            def all_seen():
                seen.add(viewer.last.body if viewer.last else b"")
                return seen >= set(jpegs)
            wait_until(all_seen, 5,
                       "every picture of the camera")
    assert seen - {b""} == set(jpegs)
