"""What happens to drones and their links, with viewers watching.

Wanted: a placeholder within 2 s of the last picture that says why, attempts
every 0.5 s to 5 s, the picture back within 2 s of the link's return plus a
keyframe, and no viewer who has to do anything.
"""
# SPDX-License-Identifier: MIT
import contextlib
import pathlib
import re
import socket
import struct
import time

import pytest

import processes
import senders
import surroundings
from attempts import best_of_some
from drones import WAYS, Stage, Way
from relay import DatagramRelay, Link
from rtsp_camera import RtspCamera
from slots import random_jpeg
from strangers import Stranger, garbage
from witness import longest_gap, says

SIZE, SMALL, OTHER = (640, 360), (320, 240), (480, 270)
WITHIN_S = 2
KEYFRAME_S = senders.KEYFRAME_EVERY / senders.RATE_FPS

# When a silent connection is given up, and between attempts at the most.
PATIENCE_S = LONGEST_PAUSE_S = 5

# What a machine that is busy with something else may add: too little for an
# attempt too many.
SLACK_S = 2.5 * surroundings.SLOWNESS

PASSWORD, PASSWORD_IN_URL = "s3cr@et", "s3cr%40et"


@pytest.fixture(scope="session")
def moving_clip(session_folder):
    return senders.make_moving_clip(session_folder, SIZE)


@pytest.fixture
def stage(folder):
    with contextlib.ExitStack() as stack:
        yield Stage(folder, stack)


def reason(camera):
    """Why the source was lost, in the words of the log."""
    def said():
        return re.findall(r"warning: (.*); will go on trying", camera.log)
    processes.wait_until(said, PATIENCE_S + 5, f"a reason at {camera.slot}")
    assert len(said()) == 1, f"said {len(said())} times: {camera.log}"
    return said()[0]


# ------------------------------------------------- who cannot be reached ----

def assert_nobody_tells(secret, server, camera):
    """Not the log, not /streams, not the process list."""
    process = pathlib.Path(f"/proc/{camera.pid}")
    for told in (camera.log, server.get("/streams").text,
                 (process / "cmdline").read_text(),
                 (process / "comm").read_text()):
        assert secret not in told


def assert_attempts_are_paced(knocks):
    """Every 0.5 s to 5 s, and not ever faster."""
    pauses = [later - earlier for earlier, later in zip(knocks, knocks[1:])]
    assert len(pauses) >= 2
    assert min(pauses) > 0.4 and max(pauses) < LONGEST_PAUSE_S + SLACK_S


def test_a_camera_that_cannot_be_reached_says_why_once(
        all_servers, stage, moving_clip):
    server = all_servers["lighttpd"]
    mute = stage.closes(Stranger())
    babbler = stage.closes(Stranger(garbage(), hangs_up=True))
    locked = stage.closes(RtspCamera(login=("pilot", "another")))
    modern = stage.closes(RtspCamera(login=("pilot", PASSWORD),
                                     algorithms=("SHA-256",)))
    sources = {  # label: URL, what its placeholder has to say
        "refusing": (f"rtsp://127.0.0.1:{surroundings.free_port()}/v",
                     "refused"),
        "mute": (f"rtsp://127.0.0.1:{mute.port}/v", "silent for"),
        "babbling": (f"rtsp://127.0.0.1:{babbler.port}/v", "cannot open"),
        "nameless": ("rtsp://no-such-drone.invalid/v", "no-such-drone"),
        "locked": (f"rtsp://pilot:{PASSWORD_IN_URL}@127.0.0.1:{locked.port}/v",
                   "refuses the user and password"),
        "modern": (f"rtsp://pilot:{PASSWORD_IN_URL}@127.0.0.1:{modern.port}/v",
                   "SHA-256"),
    }
    cameras = {label: stage.camera(label, url)
               for label, (url, _) in sources.items()}
    witnesses = {label: stage.witness(server, camera)
                 for label, camera in cameras.items()}
    processes.wait_until(lambda: len(babbler.knocks) > 3, 10, "four attempts")
    for label, witness in witnesses.items():
        why = reason(cameras[label])
        assert sources[label][1] in why, label
        witness.wait_for_words(why, seconds=3)
        assert witness.is_alive()
    assert all(reason(camera) for camera in cameras.values()), "said again"
    for secret in (PASSWORD, PASSWORD_IN_URL):
        assert_nobody_tells(secret, server, cameras["locked"])
    assert_attempts_are_paced(babbler.knocks)
    stage.sender(moving_clip, *senders.rtp_way(locked.rtp_port))
    locked.login = ("pilot", PASSWORD)
    witnesses["locked"].wait_for_pictures()


@pytest.mark.parametrize("algorithms", [
    ("MD5", "SHA-256"), ("SHA-256", "MD5"), ("SHA-512-256", "MD5", "SHA-256")],
    ids=" ".join)
def test_a_camera_may_offer_digests_in_any_order(
        all_servers, stage, moving_clip, algorithms):
    camera = stage.closes(RtspCamera(login=("pilot", PASSWORD),
                                     algorithms=algorithms))
    stage.sender(moving_clip, *senders.rtp_way(camera.rtp_port))
    witness = stage.witness(all_servers["lighttpd"], stage.camera(
        "digests", f"rtsp://pilot:{PASSWORD_IN_URL}@127.0.0.1:{camera.port}/v"))
    witness.wait_for_pictures(5)


# ---------------------------------------------------- links that are lost ----

@pytest.mark.parametrize("kind,seconds_down", [
    ("nginx", 3), ("lighttpd", PATIENCE_S + 1)])
def test_a_lost_link_shows_why_and_then_the_picture_again(
        all_servers, stage, moving_clip, kind, seconds_down):
    ways = [Way(stage, all_servers[kind], moving_clip, name)
            for name in WAYS]
    for way in ways:
        way.witness.wait_for_pictures(20)
    for way in ways:
        way.link.go_down()
    went_down = time.monotonic()
    for way in ways:
        placeholder, took = way.witness.wait_for_placeholder(5)
        print(f"{way.name}: placeholder after {took:.2f} s")
        assert took < WITHIN_S + SLACK_S
        assert says(placeholder.jpeg, way.camera.slot,
                    "the stream fell silent")
        assert (placeholder.width, placeholder.height) == SIZE
    time.sleep(max(0, went_down + seconds_down - time.monotonic()))
    for way in ways:
        way.link.come_back()
    came_back = time.time()
    for way in ways:
        took = way.witness.seconds_until_picture(came_back)
        print(f"{way.name}: picture after {took:.2f} s")
        assert took < WITHIN_S + KEYFRAME_S + SLACK_S
    for way in ways:
        way.witness.wait_for_pictures(20)


def test_the_next_publisher_is_welcome_when_the_last_vanished(
        all_servers, stage, moving_clip):
    ways = [Way(stage, all_servers["nginx"], moving_clip, name)
            for name in ("rtsp-push", "rtmp-push")]
    for way in ways:
        way.witness.wait_for_pictures(20)
    for way in ways:
        way.link.go_down()  # for ever: no good-bye comes through
    vanished = time.time()
    for way in ways:
        way.push_directly()
    for way in ways:
        took = way.witness.seconds_until_picture(vanished + WITHIN_S)
        assert WITHIN_S + took < PATIENCE_S + KEYFRAME_S + SLACK_S
        way.witness.wait_for_pictures(20)


def test_who_knocks_and_says_nothing_keeps_no_publisher_away(
        all_servers, stage, moving_clip):
    camera, port = stage.listening_camera("rtmp", "knocked")
    witness = stage.witness(all_servers["nginx"], camera)
    with socket.create_connection(("127.0.0.1", port)) as knocker:
        knocker.sendall(garbage(1))
        stage.sender(moving_clip, *senders.rtmp_way(port))
        witness.wait_for_pictures(20, seconds=PATIENCE_S + 5)


# -------------------------------------------------- pictures that suffer ----

def multipart(jpegs):
    return b"".join(b"--camera\r\nContent-Type: image/jpeg\r\n"
                    b"Content-Length: %d\r\n\r\n%s\r\n" % (len(jpeg), jpeg)
                    for jpeg in jpegs)


def test_a_camera_that_stops_in_the_middle_of_a_frame(all_servers, stage):
    jpegs = [random_jpeg(seed) for seed in range(4)]
    head = (b"HTTP/1.1 200 OK\r\nContent-Type: "
            b"multipart/x-mixed-replace;boundary=camera\r\n\r\n")
    whole = multipart(jpegs)
    stopping = stage.closes(Stranger(
        head + whole + whole[:len(whole) * 7 // 8]))
    camera = stage.camera("halved", f"http://127.0.0.1:{stopping.port}/")
    witness = stage.witness(all_servers["lighttpd"], camera)
    _, took = witness.wait_for_placeholder(5)
    assert took < WITHIN_S + SLACK_S
    witness.wait_for_pictures(1)  # of the next attempt
    assert {sight.jpeg for sight in witness.pictures_since(0)} <= set(jpegs)
    first, second = stopping.knocks[:2]
    assert second - first < PATIENCE_S + LONGEST_PAUSE_S + SLACK_S


@best_of_some
def assert_pictures_go_on(cases, seconds=6):
    begins = [len(way.witness.sights) for way, _ in cases]
    time.sleep(seconds)
    for (way, loss), begin in zip(cases, begins):
        seen = way.witness.sights[begin:]
        gap = longest_gap(seen)
        print(f"{way.name} {loss:.0%}: {len(seen) / seconds:.1f} fps, "
              f"longest gap {gap:.2f} s")
        assert not any(sight.is_placeholder for sight in seen)
        assert gap < WITHIN_S
        assert len(seen) > seconds * senders.RATE_FPS * (1 - loss) / 2


def test_lost_packets_cost_pictures_but_never_the_stream(
        all_servers, stage, moving_clip):
    cases = [(Way(stage, all_servers[kind], moving_clip, name,
                  f"{name}-{loss}"), loss)
             for kind, loss in (("lighttpd", 0.05), ("nginx", 0.3))
             for name in ("rtsp-udp", "rtp")]
    for way, loss in cases:
        way.witness.wait_for_pictures(20)
        way.link.loss = loss
    assert_pictures_go_on(cases)


def test_size_and_codec_may_change_in_the_middle(
        all_servers, stage, folder, moving_clip):
    server = all_servers["nginx"]
    changing = senders.join_clips(
        folder, *(senders.make_moving_clip(folder, size, seconds=1)
                  for size in (SIZE, SMALL)))
    ways = [Way(stage, server, changing, name)
            for name in ("rtsp-tcp", "rtp", "rtmp-push")]
    for way in ways:
        way.witness.wait_for(
            lambda: {SIZE, SMALL} <= way.witness.sizes, 10, "both sizes")
    for way in ways:
        way.witness.wait_for_pictures(3 * senders.RATE_FPS)
        assert way.witness.was_never_told_of_a_loss()
    rtsp = ways[0]
    rtsp.server.close()
    back = stage.closes(RtspCamera("H265", port=rtsp.server.port))
    other = senders.make_moving_clip(folder, OTHER, "hevc")
    stage.sender(other, *senders.rtp_way(back.rtp_port))
    rtsp.witness.wait_for(lambda: OTHER in rtsp.witness.sizes, 10,
                          "the other codec")
    back.close()
    placeholder, _ = rtsp.witness.wait_for_placeholder()
    assert (placeholder.width, placeholder.height) == OTHER


class Clock:
    """Shifts the time in the RTP packets that pass."""

    def __init__(self):
        self.ahead_s = 0

    def shift(self, packet):
        time_stamp, = struct.unpack_from(">I", packet, 4)
        shifted = (time_stamp + self.ahead_s * 90_000) % (1 << 32)
        return packet[:4] + struct.pack(">I", shifted) + packet[8:]


def test_a_sender_whose_clock_jumps_is_shown_as_its_pictures_come(
        all_servers, stage, moving_clip):
    clock = Clock()
    port = surroundings.free_port()
    rtsp_server = stage.closes(RtspCamera())
    cameras = [
        stage.camera("jumping-rtp", f"rtp-h264://127.0.0.1:{port}"),
        stage.camera("jumping-rtsp", rtsp_server.url)]
    for target in (port, rtsp_server.rtp_port):
        relay = stage.closes(DatagramRelay(("127.0.0.1", target), Link(),
                                           clock.shift))
        stage.sender(moving_clip, *senders.rtp_way(relay.port))
    witnesses = [stage.witness(all_servers["lighttpd"], camera)
                 for camera in cameras]
    for ahead_s in (0, 3600, -3600, 40_000):
        clock.ahead_s = ahead_s
        for wall_clock in (0, time.time() + 86_400):
            rtsp_server.report(wall_clock, ahead_s * 90_000)
        for witness in witnesses:
            witness.wait_for_pictures(20)
    for witness in witnesses:
        assert witness.was_never_told_of_a_loss()
        assert abs(witness.last.captured_us / 1e6 - time.time()) < 5
