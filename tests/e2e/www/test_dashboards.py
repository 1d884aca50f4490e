"""Pages of others that show our pictures, in Chromium, by their own code's ways."""
# SPDX-License-Identifier: MIT
import pytest

import curl
import surroundings
from dashboard import Dashboard
from processes import wait_until
from slots import random_jpeg

pytestmark = pytest.mark.patient

RUN = """
    const done = arguments[arguments.length - 1];
    (async (url) => { %s })(arguments[0]).then(done, (e) => done(`${e}`));
"""


@pytest.fixture
def dashboard(browser):
    """A page of another server, open in the browser."""
    with Dashboard() as dashboard:
        browser.get(dashboard.origin)
        yield dashboard
        browser.get("about:blank")


def run(browser, script, *arguments):
    """Run `script`, which knows `url`; returns its result, or the error."""
    return browser.execute_async_script(RUN % script, *arguments)


# Mainsail's "MJPEG-Streamer": it reads as many bytes as a part's head says.
FETCH_READER = """
    const reader = (await fetch(url)).body.getReader();
    let head = "", picture = null, taken = 0, frames = 0;
    while (frames < 5) {
        const { done, value } = await reader.read();
        if (done)
            break;
        for (let at = 0; at < value.length; at++) {
            if (!picture && value[at] === 0xff && value[at + 1] === 0xd8) {
                const length = /content-length: *(\\d+)/i.exec(head)[1];
                picture = new Uint8Array(Number(length));
                taken = 0;
            }
            if (!picture) {
                head += String.fromCharCode(value[at]);
                continue;
            }
            picture[taken++] = value[at];
            if (taken === picture.length) {
                (await createImageBitmap(
                    new Blob([picture], { type: "image/jpeg" }))).close();
                frames++;
                picture = null;
                head = "";
            }
        }
    }
    await reader.cancel();
    return frames;
"""


def test_a_script_that_reads_the_stream_gets_lengths(
        server, camera, browser, open_page):
    open_page(server)
    assert run(browser, FETCH_READER, server.url("/video")) >= 5


# Fluidd's adaptive camera: the next request is made by the load of the last.
POLLER = """
    window.loads = 0;
    const image = new Image();
    const next = () => { image.src = `${url}&cacheBust=${Date.now()}`; };
    image.onload = () => { window.loads++; setTimeout(next, 50); };
    next();
"""


def test_a_poller_that_gives_up_at_the_first_refusal_goes_on(
        server, new_camera, browser, open_page):
    camera = new_camera("poller", options=("--size", "320x240"))
    open_page(server)
    run(browser, POLLER, server.url(f"/?action=snapshot&slot={camera.slot}"))

    def wait_for_loads(more):
        target = browser.execute_script("return window.loads") + more
        wait_until(lambda: browser.execute_script("return window.loads")
                   >= target, 10, f"{more} more pictures")

    wait_for_loads(5)
    camera.kill()  # its last picture stays
    wait_for_loads(2)
    camera.start()
    wait_for_loads(5)
    camera.stop()  # the slot is gone
    wait_for_loads(5)
    camera.start()
    wait_for_loads(5)


READ_SNAPSHOT = "return (await (await fetch(url)).blob()).size;"
READ_EVENTS = """
    return await new Promise((resolve) => {
        const events = new EventSource(url);
        events.onerror = () => { events.close(); resolve("refused"); };
        events.addEventListener("state", (event) => {
            events.close();
            resolve(JSON.parse(event.data).state);
        });
    });
"""
READ_CANVAS = """
    const image = new Image();
    image.crossOrigin = "anonymous";
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0, 8, 8);
    return context.getImageData(0, 0, 1, 1).data.length;
"""
# A field that no page may send without being asked first.
READ_UNCHANGED = """
    const first = await fetch(url);
    const etag = first.headers.get("ETag");
    const again = await fetch(url, { headers: { "If-None-Match": etag } });
    return [etag.length > 2, again.status];
"""


def read_all(browser, server, slot):
    snapshot = server.url(f"/snapshot/{slot}?max_age_ms=60000")
    return [run(browser, script, url) for script, url in (
        (READ_SNAPSHOT, snapshot),
        (READ_EVENTS, server.url(f"/events/{slot}")),
        (READ_CANVAS, snapshot), (READ_UNCHANGED, snapshot))]


def start(new_server, *options):
    return new_server(("--slot", surroundings.slot_name("none"), *options))


@pytest.fixture
def picture(new_still):
    return new_still("cross", random_jpeg(7))


def test_pages_of_others_read_nothing(server, browser, dashboard, picture):
    size, state, canvas, unchanged = read_all(browser, server, picture.name)
    assert "Failed to fetch" in size and "Failed to fetch" in unchanged
    assert state == "refused" and "cannot be decoded" in canvas


@pytest.mark.parametrize("named", [False, True])
def test_pages_of_an_allowed_origin_read_all(
        new_server, browser, dashboard, picture, named):
    origins = f"http://a.example,{dashboard.origin}" if named else "*"
    server = start(new_server, "--allow-origin", origins)
    size, state, canvas, unchanged = read_all(browser, server, picture.name)
    assert size > 1000 and canvas == 4 and unchanged == [True, 304]
    assert state in ("live", "stale")


def test_pages_of_an_origin_that_is_not_named_read_nothing(
        new_server, browser, dashboard, picture):
    server = start(new_server, "--allow-origin", "http://a.example:1")
    assert "Failed to fetch" in read_all(browser, server, picture.name)[0]
    answer = server.get(f"/snapshot/{picture.name}?max_age_ms=60000",
                        "--header", f"Origin: {dashboard.origin}")
    assert answer.status == 200 and answer.headers["Vary"] == "Origin"
    assert "Access-Control-Allow-Origin" not in answer.headers


FRAME = "<!doctype html><iframe src='{}' width=900 height=700></iframe>"


def frame_shows_the_page(browser, url):
    with Dashboard(FRAME.format(url)) as dashboard:
        browser.get(dashboard.origin)
        browser.switch_to.frame(0)
        shows = bool(browser.execute_script(
            "return document.getElementById('tiles') !== null"))
        browser.get("about:blank")
        return shows


def test_only_pages_that_are_named_may_show_ours_in_a_frame(
        server, new_server, browser):
    assert not frame_shows_the_page(browser, server.url())
    assert not frame_shows_the_page(browser, server.url("/camera/"))
    open_one = new_server(values={
        "SLOTCAST_FRAME_ANCESTORS": "'self' http://127.0.0.1:*"})
    assert frame_shows_the_page(browser, open_one.url())
    assert frame_shows_the_page(browser, open_one.url("/camera/"))
    policy = curl.fetch(open_one.url("/")).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
