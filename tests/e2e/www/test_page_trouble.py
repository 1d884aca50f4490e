"""What the page says when something is wrong, and that it comes back."""
# SPDX-License-Identifier: MIT
import signal

import pytest

import protection
import stream
from page import another_tab, behind, set_network
from processes import wait_until
from browser_relay import Relay

pytestmark = pytest.mark.patient

SMALL = ("--size", "320x180", "--fps", "10")


def wait_until_it_goes_on(page, seconds=15):
    """Live, with a frame that was captured after now."""
    before = page.stamp()
    page.wait_for_state("live", seconds)
    page.wait_for_stamp(seconds, after=before[0].captured_us if before else 0)


@pytest.fixture
def watched(new_camera):
    return new_camera("trouble", options=SMALL)


@behind("lighttpd")
def test_a_silent_camera(server, watched, open_page):
    page = open_page(server, watched.slot)
    page.wait_for_stamp()
    watched.pause()
    page.wait_for_state("stale")
    assert page.word == "Standing still"
    assert "goes on by itself" in page.message
    page.keep_screenshot("trouble-stale")
    watched.resume()
    wait_until_it_goes_on(page)


@behind("nginx")
def test_a_camera_that_is_gone(server, watched, open_page):
    page = open_page(server, watched.slot)
    page.wait_for_stamp()
    watched.stop()
    page.wait_for_state("gone")
    assert page.word == "Gone"
    assert "appears by itself" in page.message
    page.keep_screenshot("trouble-gone")
    watched.start()
    wait_until_it_goes_on(page)


@behind("lighttpd")
def test_a_camera_without_a_signal(server, new_camera, open_page):
    camera = new_camera("nosignal", "rtsp://127.0.0.1:9/none", options=SMALL)
    page = open_page(server, camera.slot)
    page.wait_for_state("no-signal")
    assert page.word == "No signal"
    assert "comes back by itself" in page.message
    page.keep_screenshot("trouble-no-signal")
    page = open_page(server)
    page.tile(camera.slot).wait_for_state("no-signal")


def test_no_network(all_servers, watched, open_page, browser):
    with Relay(all_servers["nginx"]) as relay:
        page = open_page(relay, watched.slot)
        page.wait_for_state("live")
        relay.cut()
        page.wait_for_state("unreachable")
        assert page.word == "No connection"
        set_network(browser, is_there=False)  # the device has noticed
        page.wait_for_state("offline")
        assert page.word == "No network"
        assert "goes on by itself" in page.message
        assert page.text("trouble-title") == "This device has no network"
        page.keep_screenshot("trouble-no-network")
        relay.mend()
        set_network(browser)
        wait_until_it_goes_on(page)
        wait_until(lambda: page.text("trouble-title") == "", 5, "no trouble")


@behind("lighttpd", "server_class")
def test_the_web_server_gone(new_server, watched, open_page):
    server = new_server()
    page = open_page(server, watched.slot)
    page.wait_for_stamp()
    server.stop()
    page.wait_for_state("unreachable")
    assert page.word == "No connection"
    assert "asked again every second" in page.message
    page.keep_screenshot("trouble-no-server")
    server.processes.clear()
    server.start()
    wait_until_it_goes_on(page)


def test_the_responder_gone(new_server, watched, open_page):
    server = new_server()
    page = open_page(server, watched.slot)
    page.wait_for_stamp()
    server.signal_responder(signal.SIGKILL)
    if server.kind == "nginx":  # lighttpd has it back at once
        page.wait_for_state("down")
        assert page.word == "Service down"
        assert "asked again every second" in page.message
        page.keep_screenshot("trouble-service-down")
    server.revive_responder()
    wait_until_it_goes_on(page)


@behind("nginx", "server_class")
def test_a_login_that_has_expired(new_server, watched, open_page, browser):
    server = new_server(change=protection.ask_for_password)
    url = server.url("/").replace("//", "//operator:secret@")
    page = open_page(server, watched.slot, url=url)
    page.wait_for_stamp()
    protection.set_password(server, "changed")
    wait_until(lambda: page.text("trouble-title") == "Please log in",
               10, "the page asking for a login")
    assert "again every minute" in page.text("trouble-detail")
    page.choose_rate("15")  # which takes the stream anew
    page.wait_for_state("unauthorized")
    assert page.word == "Login needed"
    page.keep_screenshot("trouble-login")
    protection.set_password(server, "secret")
    with another_tab(browser):  # where the user logs in again
        browser.get(url)
    page.run("window.dispatchEvent(new Event('focus'))")
    wait_until_it_goes_on(page, seconds=8)  # not when the minute is over


@behind("nginx", "server_class")
def test_too_many_viewers(new_server, watched, open_page):
    server = new_server(("--max-viewers", "1"))
    with stream.Viewer(server, f"/video/{watched.slot}"):
        page = open_page(server, watched.slot)
        page.wait_for_state("full")
        assert page.word == "Full"
        assert "no seat free" in page.message
        seconds = int(page.message.split("Next try in ")[1].split()[0])
        assert 1 <= seconds <= 5
        page.keep_screenshot("trouble-full")
    wait_until_it_goes_on(page)
