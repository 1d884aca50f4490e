"""Raw formats and a driver that fails on request: the kernel's vivid."""
# SPDX-License-Identifier: MIT
import time

import pytest

from bars import COLOURS, assert_bars
from drivers import Vivid
from jpeg import Picture

# vivid's menu: 100 % bars, no text over them.
BARS = ("--control", "test_pattern=1", "--control", "osd_text_mode=2")

RAW_FORMATS = ("YUYV", "UYVY", "YVYU", "NV12", "NV21", "YUV420", "YVU420",
               "RGB24", "BGR24")
PLANES_APART = ("NV12M", "NV21M", "YUV420M", "YVU420M")


def grey(colour):
    """What vivid makes of a colour: BT.709's luma."""
    level = round(0.2126 * colour[0] + 0.7152 * colour[1] +
                  0.0722 * colour[2])
    return (level, level, level)


@pytest.fixture
def webcam(vivid):
    return vivid(*Vivid.WEBCAM)


def small(capture, camera, *options):
    return capture(camera.node, "--size", "320x180", *options)


@pytest.mark.parametrize("name", RAW_FORMATS)
def test_colours_are_right_from(capture, webcam, name):
    stream = small(capture, webcam, "--format", name, *BARS)
    stream.wait_for_pictures()
    assert f"320x180 at 30 fps as {name}" in stream.log
    picture = Picture(stream.snapshot())
    assert (picture.width, picture.height) == (320, 180)
    assert_bars(picture)


def test_grey_is_grey(capture, webcam):
    stream = small(capture, webcam, "--format", "GREY", *BARS)
    stream.wait_for_pictures()
    assert_bars(Picture(stream.snapshot()), [grey(c) for c in COLOURS])


@pytest.mark.parametrize("name", PLANES_APART)
def test_colours_are_right_with_planes_apart_from(capture, vivid, name):
    camera = vivid(*Vivid.WEBCAM, "multiplanar=2")
    stream = small(capture, camera, "--format", name, *BARS)
    stream.wait_for_pictures()
    assert f"as {name}" in stream.log
    assert_bars(Picture(stream.snapshot()))


def test_format_that_the_camera_lacks_is_told(capture, webcam):
    stream = small(capture, webcam, "--format", "MJPEG")
    stream.wait_for_log("no pictures of the format MJPEG")
    stream.wait_for_state("no-signal")


@pytest.mark.parametrize("fault", (
    {"inject_v4l2_buf_flag_error": 1},
    {"inject_vidioc_qbuf_error": 1},
    {"wrap_sequence_number": 1},
    {"wrap_timestamp": 1},
    {"wrap_timestamp": 2},
    {"percentage_of_dropped_buffers": 50},
), ids=lambda fault: "-".join(map(str, *fault.items())))
def test_pictures_go_on_through(capture, webcam, fault):
    stream = small(capture, webcam)
    stream.wait_for_pictures(10)
    webcam.set(**fault)
    stream.wait_for_pictures(20)
    age_s = time.time() - stream.watcher.last.captured_us / 1e6
    assert 0 <= age_s < 2
    assert "will go on trying" not in stream.log


def test_reqbufs_that_fails_is_tried_again(capture, webcam):
    webcam.set(inject_vidioc_reqbufs_error=1)
    stream = small(capture, webcam)
    stream.wait_for_log("fails to give us buffers: its driver refuses")
    stream.wait_for_pictures()


def test_streamon_that_fails_is_tried_again(capture, webcam):
    webcam.set(inject_vidioc_streamon_error=1)
    stream = small(capture, webcam)
    stream.wait_for_log("fails to start streaming: its driver refuses")
    stream.wait_for_pictures()


def test_fatal_error_of_the_stream_is_survived(capture, webcam):
    stream = small(capture, webcam)
    stream.wait_for_pictures()
    webcam.set(inject_fatal_streaming_error=1)
    stream.wait_for_log(
        "fails to hand pictures over: the driver cannot reach it")
    stream.wait_for_pictures()


def test_silent_hang_is_told_and_survived(capture, webcam):
    stream = small(capture, webcam)
    stream.wait_for_pictures()
    webcam.set(percentage_of_dropped_buffers=100)
    stream.wait_for_state("no-signal")
    stream.wait_for_log("is there and sends no pictures")
    webcam.set(percentage_of_dropped_buffers=0)
    stream.wait_for_pictures()


def test_device_that_is_gone_behind_its_node_is_survived(capture, webcam):
    stream = small(capture, webcam)
    stream.wait_for_pictures()
    webcam.set(disconnect=1)
    stream.wait_for_log("was unplugged")
    stream.wait_for_pictures()


@pytest.fixture
def hdmi(vivid):
    camera = vivid(*Vivid.HDMI)
    camera.control("--set-dv-bt-timings=index=0")
    return camera


def test_hdmi_without_signal_is_told_and_waited_for(capture, hdmi):
    hdmi.set(dv_timings_signal_mode=1)
    stream = capture(hdmi.node)
    stream.wait_for_log("no signal comes in")
    stream.wait_for_words(f"no signal comes in at {hdmi.node}")
    hdmi.set(dv_timings_signal_mode=0)
    stream.wait_for_pictures()


def test_hdmi_signal_that_is_lost_is_told(capture, hdmi):
    stream = capture(hdmi.node)
    stream.wait_for_pictures()
    hdmi.set(dv_timings_signal_mode=2)
    stream.wait_for_log("the signal that comes in is not steady")
    stream.wait_for_state("no-signal")


def test_hdmi_source_that_changes_its_mode_is_followed(capture, hdmi):
    stream = capture(hdmi.node)
    stream.wait_for_pictures()
    assert stream.facts()["height"] == 480
    # 2: 720x480 in vivid's menu; 4: what is selected there comes in.
    hdmi.set(dv_timings=2, dv_timings_signal_mode=4)
    stream.wait_for_log("720x480")
    stream.wait_for_pictures()
    assert stream.facts()["width"] == 720
