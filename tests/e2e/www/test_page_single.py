"""The page with one camera, as a user sees it, from both servers."""
# SPDX-License-Identifier: MIT
import re
import statistics
import time

import cv2
import pytest

import stamp
from page import behind, hold, prefer, script_on_start, speak
from processes import wait_until, wait_within
from browser_relay import Relay

LOOKS = 12
REPEATED_AFTER_S = 5  # the last frame of a silent camera


def test_the_page_shows_a_moving_fresh_picture(server, camera, open_page):
    page = open_page(server, camera.slot)
    page.wait_for_state("live")
    page.wait_for_stamp()
    looks = [page.wait_for_stamp() for _ in range(LOOKS)]
    page.keep_screenshot("single")
    serials = [seen.serial for seen, _ in looks]
    assert serials == sorted(serials) and serials[0] < serials[-1]
    ages_ms = [taken * 1000 - seen.captured_us / 1000
               for seen, taken in looks]
    print(f"ages in the browser, screenshot included: {sorted(ages_ms)} ms")
    assert statistics.median(ages_ms) < 1000
    wait_until(lambda: re.fullmatch(r"\d+ms", page.age_text), 5,
               "an age below a second")
    assert page.complaints() == []


def test_the_page_paints_the_newest_frame_at_once(
        server, new_camera, open_page):
    """Not when the next one comes, nor when this one is sent once more."""
    camera = new_camera("paused")
    page = open_page(server, camera.slot)
    page.wait_for_stamp()
    camera.pause()
    wait_within(lambda: page.wait_for_stamp()[0].serial
                == server.streams()[camera.slot]["serial"],
                REPEATED_AFTER_S - 1, "the newest frame in the browser")
    camera.resume()


@behind("lighttpd")
def test_the_frame_that_is_shown_can_be_saved(
        server, camera, open_page, downloads):
    page = open_page(server, camera.slot)
    page.wait_for_stamp()
    page.press(" ")
    page.wait_for_state("paused")
    shown, _ = page.wait_for_stamp()
    page.press("s")
    file = wait_until(lambda: next(downloads.glob(f"{camera.slot}*.jpg"), None),
                      5, "a saved picture")
    captured = time.localtime(shown.captured_us / 1e6)
    assert file.name == \
        f"{camera.slot}-{time.strftime('%Y%m%d-%H%M%S', captured)}.jpg"
    assert stamp.read_jpeg(file.read_bytes()) == shown
    assert file.name in page.text("note")
    file.unlink()


@behind("nginx")
def test_a_paused_picture_says_so_and_goes_on(server, camera, open_page):
    page = open_page(server, camera.slot)
    page.wait_for_stamp()
    page.push("pause")
    page.wait_for_state("paused")
    paused, _ = page.wait_for_stamp()
    assert page.message.startswith("Paused at ")
    wait_until(lambda: server.viewers(camera.slot) == 0, 5, "no viewer")
    assert page.stamp()[0] == paused
    page.push("pause")
    page.wait_for_state("live")
    page.wait_for_stamp(after=paused.captured_us)


@behind("lighttpd")
def test_a_turned_picture_stays_turned(server, camera, open_page):
    page = open_page(server, camera.slot)
    page.wait_for_stamp()

    def turned_stamp():
        picture, _ = page.picture()
        try:
            return stamp.read(cv2.rotate(
                picture, cv2.ROTATE_90_COUNTERCLOCKWISE))
        except stamp.NoStamp:
            return None

    page.press("r")
    wait_until(turned_stamp, 5, "a picture turned clockwise")
    page.keep_screenshot("turned")
    page = open_page(server, camera.slot)
    wait_until(turned_stamp, 5, "the same after a reload")
    page.press("r", "r", "r")
    page.wait_for_stamp()


# What Safari did with multipart/x-mixed-replace.
UNREADABLE = """{
    const ask = window.fetch;
    window.fetch = async (address, options) => {
        const answer = await ask(address, options);
        if (String(address).includes("/video"))
            Object.defineProperty(answer, "body", {
                value: new ReadableStream({ start: (controller) =>
                    controller.error(new TypeError("Load failed")) }),
            });
        return answer;
    };
}"""
# What a proxy does that waits for the end of an answer; four times as fast.
WITHHELD = """{
    const ask = window.fetch;
    const { setTimeout } = window;
    window.setTimeout = (call, ms) => setTimeout(call, ms / 4);
    window.fetch = (address, options) => String(address).includes("/video")
        ? new Promise((_, reject) => options.signal.addEventListener("abort",
            () => reject(new DOMException("AbortError"))))
        : ask(address, options);
}"""


@behind("nginx")
@pytest.mark.parametrize("obstacle", [UNREADABLE, WITHHELD],
                         ids=["unreadable", "withheld"])
def test_where_streams_cannot_be_read_snapshots_are_shown(
        server, camera, open_page, browser, obstacle):
    with script_on_start(browser, obstacle):
        page = open_page(server, camera.slot)
        page.wait_for_state("live")
        first, _ = page.wait_for_stamp()
        page.wait_for_stamp(after=first.captured_us + 1_000_000)
    assert page.state == "live"
    assert server.viewers(camera.slot) == 0


@behind("lighttpd")
def test_the_picture_fills_the_screen(server, camera, open_page):
    page = open_page(server, camera.slot)
    page.wait_for_stamp()
    page.press("f")
    wait_until(lambda: page.run(
        "return document.fullscreenElement?.id") == "stage", 5, "full screen")
    page.wait_for_stamp()
    page.press("f")
    wait_until(lambda: page.run(
        "return document.fullscreenElement === null"), 5, "the page again")


@behind("nginx")
def test_the_chosen_rate_is_asked_for(server, camera, open_page):
    page = open_page(server, camera.slot)
    page.wait_for_state("live")
    page.choose_rate("5")
    wait_until(lambda: page.text("received") in ("4.9 fps", "5 fps", "5.1 fps"),
               10, "five frames a second")


@behind("lighttpd")
@pytest.mark.parametrize("label,size", [
    ("phone-single", (390, 844, 2)), ("sideways", (844, 390, 2))])
def test_one_camera_fits_every_screen(
        server, camera, open_page, browser, label, size):
    hold(browser, *size)
    prefer(browser, "prefers-color-scheme", "dark")
    speak(browser, "ko-KR")
    page = open_page(server, camera.slot)
    page.wait_for_stamp()
    page.keep_screenshot(label)
    assert page.run("""return document.documentElement.scrollWidth
        - innerWidth + document.documentElement.scrollHeight
        - innerHeight""") == 0


def asked_fps(page):
    """What the slow link leaves; without end when it is not slow."""
    found = re.search(r"(\d+) fps", page.text("slow"))
    return int(found[1]) if found else float("inf")


def test_a_slow_link_gets_fewer_frames_and_then_more(
        all_servers, camera, open_page):
    with Relay(all_servers["lighttpd"]) as relay:
        page = open_page(relay, camera.slot)
        page.wait_for_state("live")
        relay.bytes_per_s = 60_000  # about a frame a second
        wait_until(lambda: asked_fps(page) < 15,
                   20, "fewer frames being asked for")
        page.keep_screenshot("slow-link")
        relay.bytes_per_s = None
        slow = asked_fps(page)
        wait_until(lambda: asked_fps(page) > slow,
                   60, "more frames being asked for")


def test_nothing_is_kept_of_frames_that_were_shown(
        all_servers, camera, open_page, browser):
    """A page on a wall runs for months."""
    page = open_page(all_servers["nginx"], camera.slot)
    page.run("""
        window.bitmaps = { made: 0, closed: 0 };
        const make = window.createImageBitmap;
        window.createImageBitmap = async (...given) => {
            window.bitmaps.made++;
            return make(...given);
        };
        const { close } = ImageBitmap.prototype;
        ImageBitmap.prototype.close = function () {
            window.bitmaps.closed++;
            close.call(this);
        };
    """)

    def counters():
        browser.execute_cdp_cmd("HeapProfiler.collectGarbage", {})
        found = browser.execute_cdp_cmd("Memory.getDOMCounters", {})
        return found["nodes"] + found["jsEventListeners"]

    def use_the_page():
        for _ in range(5):
            page.run("location.hash = ''")
            page.tile(camera.slot).wait_for_state("live")
            page.tile(camera.slot).click()
            page.wait_for_stamp()

    use_the_page()
    before = counters()
    use_the_page()
    bitmaps = page.run("return window.bitmaps")
    assert bitmaps["made"] > 50
    assert bitmaps["made"] - bitmaps["closed"] <= 2
    wait_until(lambda: counters() <= before + 20, 5, "what was used freed")
