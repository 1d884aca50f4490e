"""Live playlists: segments come in bursts, late, twice or never; what viewers
see goes on at its own pace, and nothing is shown twice as new."""
# SPDX-License-Identifier: MIT
import contextlib
import threading
import time

import pytest

import playlist
from attempts import best_of_some
from levels_film import FilmViewer, RATE_FPS
from playlist import LivePlaylist
from processes import wait_until

pytestmark = pytest.mark.patient


@pytest.fixture
def one_server(all_servers):
    """Which one does not matter here."""
    return all_servers["nginx"]


@pytest.fixture(scope="module")
def segments(session_folder):
    """Eight segments of one second."""
    folder = session_folder / "segments"
    folder.mkdir()
    return playlist.make_segments(folder, 1, 8)


@pytest.fixture(scope="module")
def long_segments(session_folder):
    """Two segments of four seconds."""
    folder = session_folder / "long-segments"
    folder.mkdir()
    return playlist.make_segments(folder, 4, 2)


@pytest.fixture
def new_playlist():
    with contextlib.ExitStack() as stack:
        yield lambda *arguments: stack.enter_context(
            contextlib.closing(LivePlaylist(*arguments)))


def publish_in_time(live, count):
    """In the background: `count` segments, when they would be complete."""
    due = time.monotonic()

    def run():
        for number in range(count):
            time.sleep(max(0, due + number * live.seconds - time.monotonic()))
            live.publish()
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


# libavformat holds the last pictures of a segment back until the next comes.
def wait_for_number(viewer, number, seconds=15):
    wait_until(lambda: viewer.error or number in viewer.numbers, seconds,
               f"picture {number} of {viewer.numbers}")
    viewer.raise_error()


def assert_rises(numbers):
    """No picture twice, and none after a later one."""
    assert numbers == sorted(set(numbers)), numbers


@best_of_some
def test_segments_are_shown_at_their_own_pace(
        one_server, new_camera, new_playlist, segments, long_segments):
    lives = [new_playlist(segments, 1), new_playlist(long_segments, 4)]
    for live in lives:
        publish_in_time(live, len(live.segments))
    cameras = [new_camera(f"live{live.server_port}", source=live.url)
               for live in lives]
    with contextlib.ExitStack() as stack:
        viewers = [stack.enter_context(FilmViewer(one_server, camera))
                   for camera in cameras]
        for viewer in viewers:
            wait_for_number(viewer, 75)
            seen = viewer.since_first()
            numbers = [number for number, _ in seen]
            assert None not in numbers, numbers
            assert_rises(numbers)
            assert len(numbers) >= 20
            assert len(numbers) >= 0.9 * (numbers[-1] - numbers[0])
            times = [when for _, when in seen]
            assert max(later - earlier for earlier, later
                       in zip(times, times[1:])) < 5 / RATE_FPS


def test_a_segment_that_is_late_or_lost_is_no_loss(
        one_server, new_camera, new_playlist, segments):
    live = new_playlist(segments, 1)
    live.missing = {2}
    live.publish()
    camera = new_camera("gaps", source=live.url)
    with FilmViewer(one_server, camera) as viewer:
        wait_for_number(viewer, 0)
        live.publish()
        time.sleep(2)
        live.publish()
        live.publish()
        wait_for_number(viewer, 35)
        numbers = [number for number, _ in viewer.since_first()]
    assert None not in numbers, numbers
    assert_rises(numbers)
    assert not set(range(20, 30)) & set(numbers), numbers
    assert "will go on trying" not in camera.log


def test_what_was_shown_is_not_shown_again_when_the_server_is_back(
        one_server, new_camera, new_playlist, segments):
    live = new_playlist(segments, 1)
    live.publish()
    camera = new_camera("again", source=live.url)
    with FilmViewer(one_server, camera) as viewer:
        wait_for_number(viewer, 5)
        live.is_down = True
        wait_until(lambda: "will go on trying" in camera.log, 10, "a loss")
        live.is_down = False
        time.sleep(2)
        live.publish()
        wait_for_number(viewer, 15)
        assert_rises(viewer.of_pictures())
        assert None in viewer.numbers


def test_a_live_stream_that_ends_is_no_recording(
        one_server, new_camera, new_playlist, segments):
    live = new_playlist(segments, 1)
    for _ in range(3):
        live.publish()
    camera = new_camera("ends", source=live.url)
    with FilmViewer(one_server, camera) as viewer:
        wait_for_number(viewer, 25)
        live.has_ended = True
        wait_until(lambda: "has ended" in camera.log, 10, "its end")
        time.sleep(2)
        assert_rises(viewer.of_pictures())
        assert viewer.numbers[-1] is None
    assert camera.log.count("has ended") == 1, camera.log
