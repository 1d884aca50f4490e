"""Publishers by RTMP, and others, whose stream is not what is expected."""
# SPDX-License-Identifier: MIT
import contextlib
import re
import signal
import threading

import pytest

import processes
import senders
import surroundings
from processes import Process, wait_until
from rtmp_publisher import Pictures, RtmpPublisher

pytestmark = pytest.mark.patient

PICTURE_S = 0.1
NO_VIDEO = "it sends no video, only sound"
OTHER_CODEC = "H.265 most likely; set it to H.264"
SOUND = ("audiotestsrc", "is-live=true", "!", "audioconvert", "!",
         "lamemp3enc", "!", "mpegaudioparse", "!")


@pytest.fixture
def one_server(all_servers):
    """Which one does not matter here."""
    return all_servers["lighttpd"]


@pytest.fixture
def port():
    return surroundings.free_port()


@pytest.fixture
def listening(new_camera, one_server, port):
    """A camera that listens for RTMP."""
    camera = new_camera("push", source=None, options=(
        "--listen", f"rtmp://127.0.0.1:{port}/live/key"))
    wait_until(lambda: "waiting for a publisher" in camera.log, 5, "its word")
    return camera


@pytest.fixture
def publish(port):
    """Publishes until the test ends: publish(send), where send(publisher) is
    called for ever, every PICTURE_S."""
    with contextlib.ExitStack() as stack:
        def start(send):
            def run():
                while not ended.is_set():
                    with contextlib.suppress(OSError, AssertionError), \
                            contextlib.closing(RtmpPublisher(
                                port, "live", "key")) as publisher:
                        while not ended.is_set():
                            send(publisher)
                            if not publisher.wait(PICTURE_S):
                                break
                    ended.wait(PICTURE_S)

            ended = threading.Event()
            thread = threading.Thread(target=run)
            thread.start()
            stack.callback(thread.join)
            stack.callback(ended.set)
        yield start


def takes_enhanced_rtmp():
    """FFmpeg does from 6.1 on."""
    said = processes.run(["ffmpeg", "-version"]).stdout.decode()
    major, minor = re.search(r"libavformat\s+(\d+)\.\s*(\d+)", said).groups()
    return (int(major), int(minor)) >= (60, 16)


def moving(folder, codec):
    return Pictures(senders.make_moving_clip(folder, (320, 240), codec), codec)


def sender_of(pictures, is_silent=lambda: False):
    """Sends the clip from its beginning to each new peer, and then sound."""
    sent = {}

    def send(publisher):
        number = sent.get(publisher, 0)
        if number == 0:
            publisher.begin(pictures)
        if is_silent():
            publisher.send_sound()
        else:
            publisher.send_picture(pictures, number)
        sent[publisher] = number + 1
    return send


def test_h265_is_shown_or_the_words_say_why_not(
        one_server, listening, publish, folder):
    publish(sender_of(moving(folder, "hevc")))
    if takes_enhanced_rtmp():
        one_server.wait_for_state(listening.slot, "live")
        return
    wait_until(lambda: OTHER_CODEC in listening.log, 10, "words")
    assert "silent" not in listening.log
    assert listening.log.count("warning") == 1


def test_sound_alone_is_told(one_server, listening, publish):
    publish(RtmpPublisher.send_sound)
    wait_until(lambda: NO_VIDEO in listening.log, 10, "words")
    assert "silent" not in listening.log
    assert one_server.state(listening.slot) == "no-signal"


def test_sound_that_outlives_the_video_is_told(
        one_server, listening, publish, folder):
    is_dark = threading.Event()
    publish(sender_of(moving(folder, "h264"), is_dark.is_set))
    one_server.wait_for_state(listening.slot, "live")
    is_dark.set()
    wait_until(lambda: NO_VIDEO in listening.log, 10, "words")
    assert "silent" not in listening.log


def test_silence_is_told_of_those_alone_who_send_nothing(
        one_server, listening, publish):
    publish(lambda publisher: None)
    wait_until(lambda: "silent for 3 s" in listening.log, 10, "words")
    assert NO_VIDEO not in listening.log


def test_mpegts_without_video_is_told(one_server, new_camera, folder, port):
    camera = new_camera("radio", source=f"udp://127.0.0.1:{port}")
    gstreamer = Process(
        ["gst-launch-1.0", "-q", *SOUND, "mpegtsmux", "alignment=7", "!",
         "udpsink", "host=127.0.0.1", f"port={port}"], folder,
        exits_with=(-signal.SIGTERM,))
    try:
        wait_until(lambda: NO_VIDEO in camera.log, 15, "words")
        assert one_server.state(camera.slot) == "no-signal"
    finally:
        gstreamer.stop()
