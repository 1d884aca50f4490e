"""What JSON slots tell of a camera, drawn over its picture."""
# SPDX-License-Identifier: MIT
import json
import time

import pytest

from page import behind
from processes import wait_until

pytestmark = pytest.mark.patient

EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture
def watched(new_camera):
    return new_camera("seen", options=("--size", "640x360", "--fps", "10"))


def objects(*found, **others):
    return json.dumps({"width": 640, "height": 360, "objects": list(found),
                       **others}).encode()


def labels(page):
    return page.run("""
        return [...document.querySelectorAll("#boxes span")]
            .map((label) => label.textContent);
    """)


def note_all_labels(page):
    """Those that will be shown, however shortly."""
    page.run("""
        window.noted = new Set();
        new MutationObserver((changes) => {
            for (const { addedNodes } of changes)
                for (const node of addedNodes)
                    window.noted.add(node.textContent);
        }).observe(document.getElementById("boxes"), { childList: true });
    """)


def put_until(slot, value, condition, what):
    """A detector goes on telling; what is old is not shown."""
    def put_and_ask():
        slot.put(value)
        return condition()
    wait_until(put_and_ask, 10, what)


@behind("lighttpd")
def test_boxes_stand_where_they_are_told(
        server, watched, new_still, open_page):
    told = new_still("seen.objects", objects())
    page = open_page(server, watched.slot)
    page.wait_for_state("live")
    value = objects({"label": "person", "score": 0.91, "track": 7,
                     "box": [160, 90, 64, 180], "color": "#ff8800"})
    put_until(told, value, lambda: labels(page) == ["person 91 % #7"], "a box")
    page.keep_screenshot("boxes")
    told.put(value)
    shares = page.run("""
        const picture = document.getElementById("canvas")
            .getBoundingClientRect();
        const box = document.querySelector("#boxes > div")
            .getBoundingClientRect();
        return [(box.left - picture.left) / picture.width,
            (box.top - picture.top) / picture.height,
            box.width / picture.width, box.height / picture.height];
    """)
    assert shares == pytest.approx([0.25, 0.25, 0.1, 0.5], abs=0.01)
    wait_until(lambda: labels(page) == [], 5, "old boxes being gone")
    put_until(told, value, lambda: labels(page), "a box again")
    note_all_labels(page)
    told.put(objects({"label": "too old", "box": [0, 0, 9, 9]},
                     captured=time.time() - 5))
    put_until(told, objects({"label": "cat", "box": [0, 0, 9, 9]}),
              lambda: labels(page) == ["cat"], "a newer box")
    assert page.run("return [...window.noted]") == ["cat"]
    page.press("d")
    told.put(value)
    wait_until(lambda: page.element("overlay").get_dom_attribute(
        "aria-pressed") == "false", 5, "no overlay")
    assert labels(page) == []


@behind("nginx")
def test_telemetry_is_one_line(server, watched, new_still, open_page):
    told = new_still("seen.telemetry", json.dumps({
        "mode": "AUTO", "battery_percent": 76, "altitude_m": 32.1,
        "latitude_deg": 37.5665, "longitude_deg": 126.978,
        "wind_mps": 4.2}).encode())
    page = open_page(server, watched.slot)
    line = page.element("telemetry")
    wait_until(lambda: "Battery 76 %" in line.text, 5, "the battery")
    for text in ("Mode AUTO", "Altitude 32.1 m", "37.5665, 126.978",
                 "wind_mps 4.2"):
        assert text in line.text.replace("\n", " ")
    told.put(b'{"battery_percent": 75}')
    wait_until(lambda: "Battery 75 %" in line.text, 5, "a newer value")
    wait_until(lambda: "old" in line.text, 8, "an old value saying so")


@behind("lighttpd")
def test_hostile_values_do_no_harm(
        server, watched, new_still, open_page, browser):
    value = objects(
        {"label": EVIL, "box": [10, 100, 50, 50], "color": "red;} *{x:y"},
        {"label": {"a": [EVIL]}, "score": EVIL, "box": [1e99, 0, -5, 0]},
        {"label": "no box"}, {"box": "text"}, {"box": [1, 2]}, None, 7)
    told = new_still("seen.objects", value)
    telemetry = new_still("seen.telemetry", json.dumps({
        EVIL: EVIL, "constructor": 1, "__proto__": {"x": EVIL}, "mode": None,
        "message": "x" * 10000, "battery_percent": [EVIL]}).encode())
    page = open_page(server, watched.slot)
    page.wait_for_state("live")
    put_until(told, value, lambda: EVIL in labels(page), "the label as text")
    wait_until(lambda: EVIL in page.text("telemetry"), 5, "the line as text")
    for nonsense in (b"[]", b"7", b"null", b'{"objects": {}}', b"not JSON"):
        told.put(nonsense)
        telemetry.put(nonsense)
    put_until(told, objects({"label": "cat", "box": [0, 0, 9, 9]}),
              lambda: labels(page) == ["cat"], "a box again")
    assert page.run("return document.querySelectorAll('img').length") == 0
    assert page.complaints() == []
