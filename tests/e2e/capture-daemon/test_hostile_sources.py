"""A camera that means harm costs its own picture, and nothing else."""
# SPDX-License-Identifier: MIT
import contextlib
import time

import pytest

import hostile
import surroundings
from drone import Drone
from holdings import Holdings
from network_camera import NetworkCamera
from processes import wait_until
from slots import random_jpeg
from stream import Viewer

pytestmark = pytest.mark.patient

# One allocation may have 256 MiB; the program itself and libav have 60.
MEMORY_MAX_KB = 320 << 10


@pytest.fixture
def one_server(all_servers):
    """Which one does not matter here."""
    return all_servers["lighttpd"]


@pytest.fixture
def closes():
    """Something that is closed when the test ends: closes(thing)."""
    with contextlib.ExitStack() as stack:
        yield lambda thing: stack.enter_context(contextlib.closing(thing))


def assert_is_modest(camera):
    if not surroundings.SANITIZED:
        holdings = Holdings(camera.pid)
        assert holdings.memory_kb < MEMORY_MAX_KB, (camera.slot, holdings)


def test_what_has_no_end_is_not_waited_for(
        one_server, camera, new_camera, closes):
    cameras = {}
    for name, (words, again, _) in hostile.ENDLESS.items():
        port = closes(hostile.Babbler(words, again)).port
        cameras[name] = new_camera(f"endless-{name}", source=(
            f"http://127.0.0.1:{port}/{name}"))
    for name, hurt in cameras.items():
        wait_until(lambda hurt=hurt: "will go on trying" in hurt.log,
                   15, f"words about {hurt.slot}")
        assert hostile.ENDLESS[name][2] in hurt.log
        assert_is_modest(hurt)
        one_server.wait_for_state(hurt.slot, "no-signal")
    with Viewer(one_server, f"/video/{camera.slot}") as viewer:
        viewer.wait_for_frames(5)


def test_pictures_that_claim_to_be_giants_are_refused(
        one_server, new_camera, closes):
    giant_port, flood_port = (surroundings.free_port() for _ in range(2))
    giant = new_camera("giant", source=f"rtp-h264://127.0.0.1:{giant_port}",
                       options=("--verbose",))
    flood = new_camera("flood", source=f"rtp-h264://127.0.0.1:{flood_port}")
    giants, floods = (closes(hostile.RtpSender(port))
                      for port in (giant_port, flood_port))
    closes(hostile.Repeated(giants.send_giant))
    closes(hostile.Repeated(floods.send_flood))
    wait_until(lambda: giant.log.count("exceeds specified max pixel") > 100,
               10, "refusals of libavcodec's")
    for hurt in (giant, flood):
        one_server.wait_for_state(hurt.slot, "no-signal")
        assert_is_modest(hurt)


def test_bombs_among_jpegs_are_refused_and_the_others_pass(
        one_server, new_camera):
    good = random_jpeg(1)
    bombs = {hostile.jpeg_of_65500_px(good): "16.8 million pixels",
             hostile.jpeg_of_1000_scans(): "more than 100 scans"}
    for bomb, words in bombs.items():
        with NetworkCamera([bomb, good]) as network_camera:
            camera = new_camera("bomb", source=network_camera.url,
                                options=("--rotate", 90))
            with Viewer(one_server, f"/video/{camera.slot}") as viewer:
                viewer.wait_for_frames(5)
            wait_until(lambda: words in camera.log, 5, words)
            assert_is_modest(camera)
            camera.remove()


def test_a_description_from_outside_opens_no_port(new_camera, closes):
    port = closes(hostile.Babbler(hostile.DESCRIPTION)).port
    camera = new_camera("description", options=("--verbose",),
                        source=f"http://127.0.0.1:{port}/x.sdp")
    wait_until(lambda: "'rtp' not on whitelist" in camera.log, 8, "a refusal")


TOO_LONG = "a description of more than 64 KiB"


@pytest.mark.parametrize("scheme,harm,said,words", [
    ("rtmp", hostile.begin_rtmp_messages, "will go on trying",
     "out of memory"),
    ("rtsp", hostile.announce_gigabytes, TOO_LONG, TOO_LONG)])
def test_publishers_who_begin_gigabytes_are_sent_away(
        one_server, new_camera, folder, clip, closes, scheme, harm, said,
        words):
    port = surroundings.free_port()
    url = f"{scheme}://127.0.0.1:{port}/live/x"
    camera = new_camera("listens", source=None, options=("--listen", url))
    with contextlib.closing(hostile.Repeated(harm, port)):
        wait_until(lambda: said in camera.log, 10, "a word")
        # Sanitized programs have no limit of their own.
        assert words in camera.log or surroundings.SANITIZED
        assert_is_modest(camera)
    output = ("-c", "copy", "-f", "flv" if scheme == "rtmp" else scheme, url)
    drones = []

    def next_is_shown():
        """One that finds the door still closed comes again."""
        if not drones or not drones[-1].is_running():
            drones.append(closes(Drone(folder, clip, *output)))
            time.sleep(0.2)
        return one_server.state(camera.slot) == "live"

    wait_until(next_is_shown, 15, "the next one")
