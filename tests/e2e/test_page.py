"""The page as a user sees it, in headless Chromium, from both servers."""
# SPDX-License-Identifier: MIT
import signal
import statistics

import numpy
import pytest

import stamp
import surroundings
from page import Page, speak, start_browser
from processes import wait_until

LOOKS = 12


@pytest.fixture(scope="session")
def downloads(session_folder):
    folder = session_folder / "chromium"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def browser(downloads, nothing_is_left):
    browser = start_browser(downloads)
    yield browser
    browser.quit()


@pytest.fixture
def open_page(browser):
    """Opens the page; leaves it again, so that no viewer stays."""
    yield lambda server, slot: Page(browser, server, slot)
    browser.get("about:blank")


def test_the_page_shows_a_moving_fresh_picture(
        server, camera, open_page, record_property):
    page = open_page(server, camera.slot)
    page.wait_for_state("live")
    first, _ = page.picture()
    page.wait_for_stamp()
    looks = [page.wait_for_stamp() for _ in range(LOOKS)]
    last, _ = page.picture()
    page.keep_screenshot("live")
    assert not numpy.array_equal(first, last)
    serials = [seen.serial for seen, _ in looks]
    assert serials == sorted(serials) and serials[0] < serials[-1]
    ages_ms = [taken * 1000 - seen.captured_us / 1000
               for seen, taken in looks]
    age_ms = statistics.median(ages_ms)
    record_property("age_p50_ms", age_ms)
    print(f"age in the browser, screenshot included: p50 {age_ms:.0f} ms")
    assert age_ms < 1000
    assert page.complaints() == []


def test_the_button_saves_the_picture(server, camera, open_page, downloads):
    page = open_page(server, camera.slot)
    page.wait_for_state("live")
    page.click("snapshot")
    file = wait_until(lambda: next(downloads.glob(f"{camera.slot}*.jpg"), None),
                      5, "a saved picture")
    stamp.read_jpeg(file.read_bytes())
    file.unlink()


def test_the_page_speaks_korean(server, camera, browser, open_page):
    speak(browser, "ko-KR")
    page = open_page(server, camera.slot)
    page.wait_for_state("live")
    korean_words = page.words
    page.keep_screenshot("korean")
    speak(browser, "en-US")
    page = open_page(server, camera.slot)
    page.wait_for_state("live")
    assert (korean_words, page.words) == ("실시간", "Live")


def test_the_page_says_when_the_camera_is_gone_and_comes_back(
        server, new_camera, open_page):
    camera = new_camera("onpage")
    page = open_page(server, camera.slot)
    page.wait_for_state("live")
    live_words = page.words
    camera.stop()
    page.wait_for_state("gone")
    assert page.words not in ("", live_words)
    page.keep_screenshot("gone")
    camera.start()
    page.wait_for_state("live")
    before, _ = page.wait_for_stamp()
    after, _ = page.wait_for_stamp()
    assert after.captured_us >= before.captured_us


def test_the_page_says_when_the_camera_falls_silent(
        server, new_camera, open_page):
    camera = new_camera("silentpage")
    page = open_page(server, camera.slot)
    page.wait_for_state("live")
    camera.pause()
    page.wait_for_state("stale")
    page.keep_screenshot("stale")
    camera.resume()
    page.wait_for_state("live")


def test_the_page_comes_back_after_the_responder_was_killed(
        new_server, camera, open_page):
    server = new_server(("--slot", camera.slot))
    page = open_page(server, camera.slot)
    page.wait_for_state("live")
    before, _ = page.wait_for_stamp()
    server.signal_responder(signal.SIGKILL)
    if server.kind == "nginx":
        page.wait_for_state("down")
        page.keep_screenshot("down")
    server.revive_responder()
    page.wait_for_state("live", seconds=15)
    wait_until(lambda: page.wait_for_stamp()[0].captured_us
               > before.captured_us + 2_000_000,
               15 * surroundings.SLOWNESS, "the picture going on")


def test_the_page_paints_the_newest_frame_at_once(
        server, new_camera, open_page):
    """Not when the next one comes, which a paused camera does not send."""
    camera = new_camera("paused")
    page = open_page(server, camera.slot)
    page.wait_for_state("live")
    page.wait_for_stamp()
    camera.pause()
    wait_until(lambda: page.wait_for_stamp()[0].serial
               == server.streams()[camera.slot]["serial"], 1.5,
               "the newest frame in the browser")
    camera.resume()
