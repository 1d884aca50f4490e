"""What is said when the two ends of SRT do not have the same passphrase.

The other end is gstreamer, which has libsrt without FFmpeg.
"""
# SPDX-License-Identifier: MIT
import signal

import pytest

import surroundings
from processes import Process, wait_until

pytestmark = pytest.mark.patient

OURS, OTHER = "passphrase=zebraquagga", "passphrase=okapilemur"
ANIMALS = ("zebra", "okapi")
VIDEO = ("videotestsrc", "is-live=true", "!", "x264enc", "tune=zerolatency",
         "speed-preset=ultrafast", "key-int-max=10", "!", "mpegtsmux", "!")


@pytest.fixture
def publish(folder):
    """Starts publishers, publish(uri), that try again until the test ends."""
    started = []

    def start(uri):
        started.append(Process(
            ["sh", "-c", 'while :; do "$@"; sleep 0.3; done', "publisher",
             "gst-launch-1.0", "-q", *VIDEO, "srtsink", f"uri={uri}",
             "wait-for-connection=true"],
            folder, name=f"publisher{len(started)}",
            exits_with=(-signal.SIGKILL, -signal.SIGINT), own_session=True))

    yield start
    for publisher in started:
        publisher.interrupt()
        publisher.wait()


def assert_told(camera, words):
    wait_until(lambda: words in camera.log, 10, words)
    wait_until(lambda: camera.log.count("warning") == 1, 5, "one warning")
    for animal in ANIMALS:
        assert animal not in camera.log + camera.command_line
    # libsrt writes past our log unless it is stopped.
    assert all(line.startswith("capture-daemon: ")
               for line in camera.log.splitlines())


@pytest.mark.parametrize("theirs,ours,words", [
    (OTHER, OURS, "it refuses the passphrase, for it has another"),
    (OTHER, "", "it wants a passphrase"),
    ("", OURS, "it has no passphrase, and the address has one")])
def test_who_calls_is_told_of_the_passphrase(
        new_camera, publish, theirs, ours, words):
    port = surroundings.free_port()
    publish(f"srt://127.0.0.1:{port}?mode=listener&{theirs}")
    # What is said first may be that nobody listens yet.
    camera = new_camera("calls", source=f"srt://127.0.0.1:{port}?{ours}",
                        options=("--verbose",))
    assert_told(camera, words)


@pytest.mark.parametrize("theirs,ours,words", [
    (OTHER, OURS, "came with another passphrase"),
    ("", OURS, "came without a passphrase"),
    (OTHER, "", "came with a passphrase, where there is none")])
def test_who_listens_tells_of_the_publisher_s_passphrase(
        new_camera, publish, theirs, ours, words):
    port = surroundings.free_port()
    camera = new_camera("listens", source=None, options=(
        "--listen", f"srt://127.0.0.1:{port}?{ours}"))
    publish(f"srt://127.0.0.1:{port}?mode=caller&{theirs}")
    assert_told(camera, words)


def test_the_right_publisher_comes_after_a_wrong_one(
        all_servers, new_camera, publish):
    port = surroundings.free_port()
    camera = new_camera("choosy", source=None, options=(
        "--listen", f"srt://127.0.0.1:{port}?{OURS}"))
    publish(f"srt://127.0.0.1:{port}?mode=caller&{OTHER}")
    assert_told(camera, "came with another passphrase")
    publish(f"srt://127.0.0.1:{port}?mode=caller&{OURS}")
    all_servers["nginx"].wait_for_state(camera.slot, "live", seconds=10)


@pytest.mark.parametrize("options", [
    ("srt://127.0.0.1:{port}?passphrase=zebra",),
    ("--listen", "srt://127.0.0.1:{port}?passphrase=zebra"),
    ("--av-option", "passphrase=zebra", "srt://127.0.0.1:{port}")],
    ids=("called", "listened", "option"))
def test_a_passphrase_of_no_length_is_told(new_camera, options):
    port = surroundings.free_port()
    camera = new_camera("short", source=None, options=[
        option.format(port=port) for option in options])
    assert_told(camera, "a passphrase of SRT has 10 to 79 letters")
