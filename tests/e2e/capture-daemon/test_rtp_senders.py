"""RTP as radios and their owners send it: twice, begun anew, of another kind.
"""
# SPDX-License-Identifier: MIT
import contextlib
import signal
import time
from contextlib import closing

import pytest

import clips
import rtp_sender
import surroundings
from attempts import best_of_some
from processes import Process, wait_until, wait_within
from rtp_sender import RtpSender
from rtsp_camera import RtspCamera
from stream import Viewer

pytestmark = pytest.mark.patient

RATE_FPS = 25
BACK_S = 1
NO_SIGNAL_S = 1.8
ADDRESS = "rtp-h264://127.0.0.1:{port}"


@pytest.fixture
def one_server(all_servers):
    """Which one does not matter here."""
    return all_servers["lighttpd"]


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """Two seconds of bars, each beginning with a keyframe of many packets."""
    return rtp_sender.pictures_of(clips.make_clip(
        tmp_path_factory.mktemp("bars"), seconds=2))


@pytest.fixture
def port():
    return surroundings.free_port()


@pytest.fixture
def closes():
    """Something that is closed when the test ends: closes(thing)."""
    with contextlib.ExitStack() as stack:
        yield lambda thing: stack.enter_context(closing(thing))


@pytest.fixture
def receiving(new_camera):
    """A camera that takes RTP: receiving(address)."""
    return lambda address: new_camera("radio", source=address,
                                      options=("--quality", "95"))


def assert_shows_the_bars(server, camera):
    server.wait_for_state(camera.slot, "live")
    clips.assert_shows_the_bars(server.get(f"/snapshot/{camera.slot}").body)


@contextlib.contextmanager
def removing(camera):
    """Make room for another attempt, whatever became of this one."""
    try:
        yield
    finally:
        camera.remove()


def longest_pause_s(viewer):
    times = [received for _, received in viewer.seen]
    return max(later - earlier for earlier, later in zip(times, times[1:]))


# ------------------------------------------------------ as radios send it ----

def test_packets_that_come_twice_are_shown_once(
        one_server, receiving, port, pictures, closes):
    camera = receiving(ADDRESS.format(port=port))
    closes(RtpSender(port, pictures, copies=2))
    assert_shows_the_bars(one_server, camera)
    with Viewer(one_server, f"/video/{camera.slot}") as viewer:
        viewer.wait_for_frames(40)
        seen = list(viewer.seen)
    assert (len(seen) - 1) / (seen[-1][1] - seen[0][1]) < 1.4 * RATE_FPS
    assert_shows_the_bars(one_server, camera)


def test_a_camera_whose_packets_come_twice_is_shown_as_well(
        one_server, new_camera, pictures, closes):
    """libavformat itself receives what an RTSP camera sends."""
    network_camera = closes(RtspCamera())
    closes(RtpSender(network_camera.rtp_port, pictures, copies=2))
    camera = new_camera("twice", source=network_camera.url, options=(
        "--transport", "udp", "--quality", "95"))
    assert_shows_the_bars(one_server, camera)
    with Viewer(one_server, f"/video/{camera.slot}") as viewer:
        viewer.wait_for_frames(40)
    assert_shows_the_bars(one_server, camera)


@pytest.mark.parametrize("back", [10000, 200, 50, 0],
                         ids=lambda back: f"{back} back")
@best_of_some
def test_a_sender_that_begins_anew_is_shown_at_once(
        one_server, receiving, port, pictures, back):
    camera = receiving(ADDRESS.format(port=port))
    with removing(camera), closing(RtpSender(port, pictures)) as sender:
        assert_shows_the_bars(one_server, camera)
        with Viewer(one_server, f"/video/{camera.slot}") as viewer:
            viewer.wait_for_frames(10)
            sender.begin_anew(1, sender.sequence - back)
            viewer.wait_for_frames(40)
            assert longest_pause_s(viewer) < BACK_S
        assert "silent" not in camera.log
        assert_shows_the_bars(one_server, camera)


@best_of_some
def test_a_camera_that_begins_anew_is_opened_again_at_once(
        one_server, new_camera, pictures, closes):
    network_camera = closes(RtspCamera())
    sender = closes(RtpSender(network_camera.rtp_port, pictures[:5]))
    camera = new_camera("anew", source=network_camera.url, options=(
        "--transport", "udp", "--quality", "95"))
    with removing(camera):
        assert_shows_the_bars(one_server, camera)
        with Viewer(one_server, f"/video/{camera.slot}") as viewer:
            viewer.wait_for_frames(10)
            sender.begin_anew(2, sender.sequence - 5000)
            wait_until(lambda: "begun anew" in camera.log, 5, "its word")
            viewer.wait_for_frames(20)
            assert longest_pause_s(viewer) < BACK_S
        assert_shows_the_bars(one_server, camera)


def test_a_goodbye_is_an_end(one_server, receiving, port, pictures, closes):
    camera = receiving(ADDRESS.format(port=port))
    sender = closes(RtpSender(port, pictures))
    assert_shows_the_bars(one_server, camera)
    sender.say_goodbye()
    wait_within(lambda: "has ended" in camera.log, NO_SIGNAL_S, "its end")
    one_server.wait_for_state(camera.slot, "no-signal")
    closes(RtpSender(port, pictures, source=2))
    assert_shows_the_bars(one_server, camera)


def test_a_goodbye_of_a_camera_is_an_end(
        one_server, new_camera, pictures, closes):
    network_camera = closes(RtspCamera())
    sender = closes(RtpSender(network_camera.rtp_port, pictures))
    camera = new_camera("leaves", source=network_camera.url)
    one_server.wait_for_state(camera.slot, "live")
    sender.close()
    network_camera.say_goodbye(1)
    wait_until(lambda: "warning" in camera.log, 5, "its end")
    assert "silent" not in camera.log


@best_of_some
def test_after_a_goodbye_another_is_shown_at_once(
        one_server, receiving, port, pictures):
    camera = receiving(ADDRESS.format(port=port))
    with removing(camera), closing(RtpSender(port, pictures)) as first:
        assert_shows_the_bars(one_server, camera)
        with Viewer(one_server, f"/video/{camera.slot}") as viewer:
            viewer.wait_for_frames(10)
            first.say_goodbye()
            with closing(RtpSender(port, pictures, source=2)):
                viewer.wait_for_frames(20)
            assert longest_pause_s(viewer) < 0.4
        assert "has ended" not in camera.log


# ------------------------------------------------------- of another kind ----

VIDEO = ("videotestsrc", "is-live=true", "!",
         "video/x-raw,format=I420,width=320,height=240,framerate=20/1", "!")
H264 = (*VIDEO, "x264enc", "tune=zerolatency", "speed-preset=ultrafast",
        "key-int-max=10", "!")
H265 = (*VIDEO, "x265enc", "tune=zerolatency", "speed-preset=ultrafast",
        "key-int-max=10", "!")
KINDS = {  # what is sent, where to, what has to be said
    "MPEG-TS": ((*H264, "mpegtsmux", "!", "rtpmp2tpay"), "rtp-h264",
                "is MPEG-TS, not H.264: use udp://"),
    "H.265": ((*H265, "rtph265pay", "config-interval=1"), "rtp-h264",
              "is H.265, not H.264: use rtp-h265://"),
    "H.264": ((*H264, "rtph264pay", "config-interval=1"), "rtp-h265",
              "is H.264, not H.265: use rtp-h264://"),
    "JPEG": ((*VIDEO, "jpegenc", "!", "rtpjpegpay"), "rtp-h264",
             "is JPEG, not H.264"),
    "sound": (("audiotestsrc", "is-live=true", "!", "alawenc", "!",
               "rtppcmapay"), "rtp-h264", "is sound, not H.264"),
    "H.264 for MPEG-TS": ((*H264, "rtph264pay", "config-interval=1"), "udp",
                          "is H.264, not MPEG-TS: use rtp-h264://"),
    "H.265 for MPEG-TS": ((*H265, "rtph265pay", "config-interval=1"), "udp",
                          "is H.265, not MPEG-TS: use rtp-h265://"),
    "JPEG for MPEG-TS": ((*VIDEO, "jpegenc", "!", "rtpjpegpay"), "udp",
                         "is JPEG, not MPEG-TS"),
    "no packets for MPEG-TS": ((*VIDEO, "jpegenc"), "udp",
                               "is no MPEG-TS, or is encrypted"),
}


@pytest.fixture
def sending(folder):
    """gstreamer sends to a port: sending(words, port, its words for that)."""
    with contextlib.ExitStack() as stack:
        def start(words, port, sink="udpsink host=127.0.0.1 port={port}"):
            process = Process(
                ["gst-launch-1.0", "-q", *words, "!",
                 *sink.format(port=port).split()], folder, name="sending",
                exits_with=(0, 1, -signal.SIGTERM))
            stack.callback(process.stop)
        yield start


@pytest.mark.parametrize("kind", KINDS)
def test_another_kind_is_told_and_not_shown(
        one_server, receiving, sending, port, kind):
    words, scheme, said = KINDS[kind]
    camera = receiving(f"{scheme}://127.0.0.1:{port}")
    sending(words, port)
    wait_until(lambda: said in camera.log, 10, said)
    time.sleep(0.5)
    assert one_server.state(camera.slot) == "no-signal"
    assert camera.log.count("warning") == 1


@pytest.mark.parametrize("kind", [
    kind for kind, (_, _, said) in KINDS.items() if "use " in said])
def test_the_address_that_is_named_shows_it(
        one_server, receiving, sending, port, kind):
    words, _, said = KINDS[kind]
    camera = receiving(f"{said.partition('use ')[2]}127.0.0.1:{port}")
    sending(words, port)
    one_server.wait_for_state(camera.slot, "live")


def test_another_kind_by_srt_is_told(new_camera, sending, port):
    camera = new_camera("radio", source=None, options=(
        "--listen", f"srt://127.0.0.1:{port}"))
    sending((*VIDEO, "jpegenc"), port,
            "srtsink uri=srt://127.0.0.1:{port}?mode=caller")
    wait_until(lambda: "is no MPEG-TS" in camera.log, 10, "words")
