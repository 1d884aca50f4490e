"""Sources that pause for longer than others, and how long they may."""
# SPDX-License-Identifier: MIT
import contextlib
import time

import pytest

import levels_film
import web_camera
from levels_film import FilmViewer
from processes import wait_until
from slots import random_jpeg
from web_camera import Manner, WebCamera
from witness import Witness

pytestmark = pytest.mark.patient

JPEGS = [random_jpeg(seed) for seed in range(300, 302)]
PERIOD_S = 2.6  # longer than what ends a usual camera


@pytest.fixture
def one_server(all_servers):
    """Which one does not matter here."""
    return all_servers["nginx"]


@pytest.fixture
def web_cameras():
    """Starts cameras of the network: web_cameras(answer)."""
    with contextlib.ExitStack() as stack:
        yield lambda answer: stack.enter_context(
            contextlib.closing(WebCamera(answer)))


def trickle(seconds):
    """Pictures that take so long each, byte by byte."""
    def answer(_, say):
        say(web_camera.head(web_camera.MULTIPART))
        while True:
            for jpeg in JPEGS:
                part = web_camera.Manner().before.format(
                    length=len(jpeg)).encode() + jpeg + b"\r\n"
                size = max(1, round(len(part) / seconds / 10))
                for begin in range(0, len(part), size):
                    say(part[begin:begin + size])
                    time.sleep(0.1)
    return answer


def pauses(sent, seconds):
    """A quick camera that stands still, without hanging up."""
    def answer(_, say):
        say(web_camera.head(web_camera.MULTIPART))
        for number in range(sent):
            jpeg = JPEGS[number % 2]
            say(Manner().before.format(length=len(jpeg)).encode()
                + jpeg + b"\r\n")
            time.sleep(0.05)
        time.sleep(seconds)
    return answer


def test_slow_sources_are_not_lost_between_two_pictures(
        one_server, new_camera, web_cameras, folder):
    film = levels_film.make(folder / "slow.mp4", 3, *levels_film.X264,
                            rate_fps=1 / PERIOD_S, first=40)
    cameras = [
        new_camera("slow", source=web_cameras(
            Manner(period_s=PERIOD_S).stream(JPEGS)).url),
        new_camera("trickle", source=web_cameras(trickle(PERIOD_S)).url),
        new_camera("slow-film", source=film)]
    with contextlib.ExitStack() as stack:
        witnesses = [stack.enter_context(Witness(one_server, camera))
                     for camera in cameras]
        for witness in witnesses:
            witness.wait_for(
                lambda witness=witness: len(
                    {sight.jpeg for sight in witness.pictures_since(0)}) >= 2,
                10, "two pictures")
        time.sleep(PERIOD_S)
        for witness in witnesses:
            assert witness.was_never_told_of_a_loss(), witness.slot
    for camera in cameras:
        assert "will go on trying" not in camera.log


def test_a_film_of_a_picture_in_twelve_seconds_keeps_its_pace(
        one_server, new_camera, folder):
    film = levels_film.make(folder / "slower.mp4", 2, *levels_film.X264,
                            rate_fps=1 / 12)
    camera = new_camera("slower", source=film)
    with FilmViewer(one_server, camera) as viewer:
        wait_until(lambda: 1 in viewer.numbers, 20, "the second picture")
        seen = viewer.since_first()
        assert {number for number, _ in seen} == {0, 1}
        times = dict(reversed(seen))
        assert times[1] - times[0] > 9


def test_a_quick_camera_that_stands_still_is_told_at_once(
        one_server, new_camera, web_cameras):
    camera = new_camera("stands", source=web_cameras(pauses(20, 60)).url)
    with Witness(one_server, camera) as witness:
        witness.wait_for(lambda: witness.pictures_since(0), 10, "a picture")
        _, took = witness.wait_for_placeholder(6)
        assert took < 3
        witness.wait_for_words("the stream fell silent", 3)


def test_silence_says_how_long_a_source_may_pause(
        one_server, new_camera, web_cameras):
    cameras = [
        new_camera(f"silence{seconds}", source=web_cameras(answer).url,
                   options=("--silence", str(seconds)))
        for seconds, answer in ((2, pauses(1, 60)), (30, pauses(20, 60)))]
    with Witness(one_server, cameras[0]) as short, \
            Witness(one_server, cameras[1]) as long:
        for witness in (short, long):
            witness.wait_for(
                lambda witness=witness: witness.pictures_since(0), 10,
                "a picture")
        # Connected again, it shows its picture once more.
        wait_until(lambda: "silent for 2 s" in cameras[0].log, 8, "a word")
        wait_until(lambda: "back after" in cameras[0].log, 8, "its return")
        short.wait_for(lambda: not short.was_never_told_of_a_loss(), 8,
                       "a placeholder")
        time.sleep(2)
        assert long.was_never_told_of_a_loss()
    assert "silent" not in cameras[1].log
