"""Three engines paint a stream: none of them a picture late.

An engine paints a part when the next one begins. At one picture a second a
stream without heads in advance would never show one younger than a second.
"""
# SPDX-License-Identifier: MIT
import pathlib
import tempfile
import time

import cv2
import pytest

import stamp
from camera import Camera
from dashboard import Dashboard
from engines import ENGINES
from page import behind, decode
from processes import wait_until

pytestmark = pytest.mark.patient

YOUNG_S = 0.8


@pytest.fixture(scope="module", params=sorted(ENGINES))
def engine(request, session_folder):
    folder = pathlib.Path(tempfile.mkdtemp(dir=session_folder))
    engine = ENGINES[request.param](folder)
    yield engine
    engine.quit()


PLACE = """
    const image = document.images[0];
    if (!image)
        return null;
    const { left, top, right, bottom } = image.getBoundingClientRect();
    return [left, top, right, bottom].map(Math.round);
"""


def look(engine):
    """The number of the picture that the engine shows, and its age, or None."""
    place = engine.run(PLACE)
    if not place:
        return None
    left, top, right, bottom = place
    png = engine.png()
    taken = time.time()
    try:
        seen = stamp.read(decode(png)[max(top, 0):bottom, max(left, 0):right])
    except (stamp.NoStamp, cv2.error):
        return None
    return seen.serial, taken - seen.captured_us / 1e6


def wait_for_a_young_picture(engine):
    """Of those after the first two, which may come one after the other."""
    sights = []

    def is_young():
        sight = look(engine)
        if not sight:
            return False
        sights.append(sight)
        return len({serial for serial, _ in sights}) > 2 and \
            sight[1] < YOUNG_S

    try:
        wait_until(is_young, 10, "a young picture")
    except AssertionError as error:
        raise AssertionError(f"{error}: {sights[-20:]}") from None


@pytest.fixture(scope="module")
def small(session_folder, nothing_is_left):
    """It fits into any window."""
    camera = Camera(session_folder, "engines", options=("--size", "640x360"))
    yield camera
    camera.remove()


@behind("nginx")
def test_an_img_is_not_a_picture_late(server, small, engine):
    address = server.url(f"/video/{small.slot}?fps=1")
    with Dashboard(f"<!doctype html><img src='{address}'>") as page:
        engine.open(page.origin)
        wait_for_a_young_picture(engine)
        engine.open("about:blank")


@behind("nginx")
def test_an_address_that_is_opened_is_not_a_picture_late(
        server, small, engine):
    engine.open(server.url(f"/video/{small.slot}?fps=1"))
    wait_for_a_young_picture(engine)
    engine.open("about:blank")
