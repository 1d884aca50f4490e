"""The page with all cameras, as a user sees it, from both servers."""
# SPDX-License-Identifier: MIT
import json

import pytest

import curl
import protection
from page import (Page, another_tab, behind, hold, prefer,
                  script_on_start, speak)
from engines import WebKit
from processes import wait_until
from camera import Camera
from web_server import Lighttpd

pytestmark = pytest.mark.patient

FEW_FRAMES = ("--size", "320x180", "--fps", "10")
COUNT = 12
MOVING_MAX_HTTP1 = 3
# A leap of the page's clock over the minute for which it remembers.
LEAP = """
	const now = performance.now.bind(performance);
	window.leapMs = 0;
	performance.now = () => now() + window.leapMs;
"""


@pytest.fixture(scope="module")
def cameras(session_folder):
    cameras = [Camera(session_folder, f"fleet{number}", options=FEW_FRAMES)
               for number in range(1, COUNT + 1)]
    yield cameras
    for camera in cameras:
        camera.remove()


def wait_until_all_move(page, names):
    """Until the picture of each name has changed."""
    first = {}

    def have_moved():
        stamps = page.stamps()
        for name, stamp in stamps.items():
            first.setdefault(name, stamp)
        return all(name in stamps
                   and stamps[name].captured_us > first[name].captured_us
                   for name in names)

    wait_until(have_moved, 15, "all moving")


def watched(server, cameras):
    return sum(server.viewers(camera.slot) for camera in cameras)


def test_twelve_cameras_move_over_six_connections(server, cameras, open_page):
    page = open_page(server)
    names = [camera.slot for camera in cameras]
    wait_until_all_move(page, names)
    assert [page.tile(name).state for name in names] == ["live"] * COUNT
    assert 0 < watched(server, cameras) <= MOVING_MAX_HTTP1
    page.keep_screenshot("fleet")
    in_order = [name for name in page.tile_names if name in names]
    assert in_order == names, "fleet2 stands before fleet10"
    assert page.complaints() == []


@behind("lighttpd")
def test_a_lost_camera_leaves_its_connection_to_those_that_move(
        server, cameras, new_camera, open_page):
    lost = new_camera("a-lost", options=FEW_FRAMES)
    page = open_page(server)
    page.tile(lost.slot).wait_for_state("live")
    lost.kill()
    page.tile(lost.slot).wait_for_state("stale")
    assert page.tile_names[0] == lost.slot
    wait_until(lambda: watched(server, cameras) == MOVING_MAX_HTTP1
               and server.viewers(lost.slot) == 0, 8,
               "viewers of live cameras only")


def viewers_by_tls(server):
    answer = curl.fetch(server.tls_url("/streams"), "--insecure")
    return {stream["name"]: stream["viewers"]
            for stream in json.loads(answer.text)["streams"]}


def test_over_http2_all_cameras_are_live(
        new_server, server_class, cameras, open_page):
    server = new_server(change=protection.speak_tls)
    page = open_page(server, url=server.tls_url())
    wait_until_all_move(page, [camera.slot for camera in cameras])
    # lighttpd takes eight requests at once on a connection, and no setting
    # changes that; nginx 128.
    if server_class.kind == "nginx":
        wait_until(lambda: {viewers_by_tls(server)[camera.slot]
                            for camera in cameras} == {1}, 15,
                   "all as streams")
    page.keep_screenshot("fleet-http2")


LIVE = """
    return [...document.querySelectorAll("#tiles > li")]
        .filter(({ dataset }) => dataset.state === "live")
        .map((tile) => tile.querySelector(".name").textContent);
"""


@pytest.mark.parametrize("server_class", [Lighttpd])
def test_webkit_shows_all_over_http2_and_leaves_no_viewer(
        new_server, server_class, cameras, folder):
    """It loses requests that lighttpd keeps back: none may have to wait."""
    server = new_server(change=protection.speak_tls)
    engine = WebKit(folder)
    try:
        # The wall: other slots of this machine push no tile out of sight.
        engine.open(server.tls_url("/?wall"))
        wait_until(lambda: {camera.slot for camera in cameras}
                   <= set(engine.run(LIVE)), 20, "all cameras live")
        engine.open("about:blank")
    finally:
        engine.quit()
    wait_until(lambda: not any(viewers_by_tls(server).values()), 5,
               "no viewer")


@behind("lighttpd")
def test_tiles_out_of_sight_cost_nothing(server, cameras, open_page, browser):
    page = open_page(server)
    wait_until(lambda: watched(server, cameras), 5, "viewers")
    hold(browser, 390, 400)
    in_sight = page.tile_names[-2:]

    def only_those_are_watched():
        # Each time: the tiles may still be finding their size.
        page.run("document.querySelector('#fleet main').scrollTop = 1e6")
        return page.tile(in_sight[-1]).state == "live" and not any(
            server.viewers(camera.slot) for camera in cameras
            if camera.slot not in in_sight)

    wait_until(only_those_are_watched, 8,
               "viewers of what is in sight, and of nothing else")
    page.run("""Object.defineProperty(document, "hidden", { value: true });
        document.dispatchEvent(new Event("visibilitychange"));""")
    wait_until(lambda: watched(server, cameras) == 0, 5,
               "no viewer in a hidden tab")


def test_closing_the_tab_leaves_no_viewer(server, cameras, browser):
    with another_tab(browser):
        Page(browser, server)
        wait_until(lambda: watched(server, cameras), 5, "viewers")
    wait_until(lambda: watched(server, cameras) == 0, 5, "no viewer")


@behind("nginx")
def test_cameras_come_and_go_without_a_reload(
        server, new_camera, open_page, browser):
    with script_on_start(browser, LEAP):
        page = open_page(server)
    camera = new_camera("guest", options=FEW_FRAMES)
    tile = page.tile(camera.slot)
    tile.wait_for_state("live")
    camera.stop()
    tile.wait_for_state("gone")
    assert "not there" in tile.message and "by itself" in tile.message
    page.run("window.leapMs += 61000")
    wait_until(lambda: camera.slot not in page.tile_names, 5,
               "the tile being forgotten")


@behind("lighttpd")
def test_a_click_and_a_key_open_a_camera_and_lead_back(
        server, cameras, open_page, browser):
    page = open_page(server)
    name = cameras[1].slot
    page.tile(name).wait_for_state("live")
    page.tile(name).click()
    wait_until(lambda: page.text("name") == name, 5, "the one clicked")
    page.wait_for_state("live")
    assert browser.current_url.endswith(f"#{name}")
    wait_until(lambda: watched(server, cameras) == 1, 5, "one viewer")
    page.press("\ue014")  # right
    wait_until(lambda: page.text("name") == cameras[2].slot, 5, "the next one")
    page.press("\ue00c")  # escape
    wait_until(lambda: page.tile(cameras[2].slot).has_focus, 5,
               "the tile that was open")
    page.press("\ue012", "\ue007")  # left, enter
    wait_until(lambda: page.text("name") == name, 5, "the one on the left")
    page.wait_for_state("live")


@behind("nginx")
@pytest.mark.parametrize("label,size", [
    ("phone", (390, 844, 2)), ("tablet", (1024, 768, 1))])
def test_the_fleet_fits_every_screen(
        server, cameras, open_page, browser, label, size):
    hold(browser, *size)
    prefer(browser, "prefers-color-scheme", "dark")
    page = open_page(server)
    wait_until(lambda: page.tile_names, 5, "tiles")
    page.tile(page.tile_names[0]).wait_for_state("live")
    page.keep_screenshot(label)
    assert page.run("return document.documentElement.scrollWidth") <= size[0]


@behind("lighttpd")
def test_the_wall_shows_all_and_nothing_else(
        server, cameras, open_page, browser):
    page = open_page(server, query="?wall")
    wait_until(lambda: len(page.tile_names) >= COUNT, 5, "tiles")
    page.tile(cameras[-1].slot).wait_for_state("live")
    page.keep_screenshot("wall")
    assert page.run("""
        const { scrollHeight, clientHeight } =
            document.querySelector("#fleet main");
        return scrollHeight <= clientHeight && clientHeight === innerHeight;
    """)


@behind("nginx")
def test_the_fleet_speaks_korean_and_remembers_it(
        server, camera, open_page, browser):
    speak(browser, "ko-KR")
    page = open_page(server)
    page.tile(camera.slot).wait_for_state("live")
    assert page.tile(camera.slot).word == "실시간"
    page.keep_screenshot("korean")
    assert page.run("return document.getElementById('wall').title") == \
        "영상만 보기"
    page.push("language")
    wait_until(lambda: page.tile(camera.slot).word == "Live", 5, "English")
    page = open_page(server)
    page.tile(camera.slot).wait_for_state("live")
    assert page.tile(camera.slot).word == "Live"


@behind("nginx")
def test_korean_says_what_a_korean_engineer_would(
        server, camera, open_page, browser):
    speak(browser, "ko-KR")
    page = open_page(server, "nobody")
    wait_until(lambda: "카메라 없음" in page.text("state"), 5, "its absence")
    page = open_page(server, camera.slot)
    page.wait_for_state("live")
    wait_until(lambda: page.text("received").endswith("fps"), 5, "a rate")
    assert page.run("""
        return [...document.querySelectorAll("#single dt")]
            .map((term) => term.textContent);
    """) == ["지연", "프레임 속도", "해상도", "시청자"]
