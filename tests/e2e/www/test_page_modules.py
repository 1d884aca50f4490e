"""The page's modules, each by itself, in the browser for which they are."""
# SPDX-License-Identifier: MIT
import pytest

from page import prefer

pytestmark = pytest.mark.patient

LIMIT_BYTES = 60_000
# WCAG 2.1, AA: text, and the outlines of what can be used.
CONTRAST_MIN = 4.5


@pytest.fixture
def page(all_servers, open_page):
    return open_page(all_servers["lighttpd"])


def test_a_stream_may_arrive_in_any_pieces(page):
    assert page.run("""
        const { MultipartReader } = await import("/multipart.js");
        const frame = "\\xff\\xd8\\r\\n--slotcast\\r\\n\\r\\n\\xff\\xd9";
        const part = "\\r\\nContent-Type: image/jpeg\\r\\n"
            + `Content-Length: ${frame.length}\\r\\n`
            + "X-Timestamp: 12.345678\\r\\n\\r\\n" + frame + "\\r\\n--slotcast";
        const bytes = Uint8Array.from("--slotcast" + part + part + "--\\r\\n",
            (letter) => letter.charCodeAt(0));
        for (let size = 1; size <= bytes.length; size++) {
            const seen = [];
            const reader = new MultipartReader((part) => seen.push(part));
            for (let at = 0; at < bytes.length; at += size)
                reader.push(bytes.subarray(at, at + size));
            if (seen.length !== 2 || seen.some(({ bytes, fields }) =>
                String.fromCharCode(...bytes) !== frame
                || fields.get("x-timestamp") !== "12.345678"))
                return `pieces of ${size}: ${JSON.stringify(seen)}`;
        }
        return "whole";
    """) == "whole"


@pytest.mark.parametrize("text", [
    "x" * 5000, "--b\\r\\nContent-Type: image/jpeg\\r\\n\\r\\n",
    "--b\\r\\nContent-Length: 99999999999\\r\\n\\r\\n"])
def test_what_is_no_stream_is_refused(page, text):
    assert page.run("""
        const { MultipartReader } = await import("/multipart.js");
        try {
            new MultipartReader(() => {}).push(
                new TextEncoder().encode(arguments[0]
                    .replaceAll("\\\\r\\\\n", "\\r\\n")));
            return "taken";
        } catch {
            return "refused";
        }
    """, text) == "refused"


def test_the_servers_clock_is_learnt_from_its_quickest_answer(page):
    assert page.run("""
        const { ServerClock } = await import("/server.js");
        const clock = new ServerClock();
        const now = 5000;
        performance.now = () => now + 100;
        clock.learn(1000.9, now, now + 2000);
        clock.learn(1000.015, now, now + 30);
        const ageMs = clock.ageMs(1000);
        clock.learn(5000, now + 40, now + 45);  // it was set
        return [ageMs, clock.ageMs(5000)].map(Math.round);
    """) == [100, 58]


def test_a_link_gets_the_frames_that_it_can_carry(page):
    """Each second, one frame of the age that the rate leads to."""
    assert page.run("""
        const { Pace } = await import("/pace.js");
        const pace = new Pace();
        const seen = [];
        let capacityFps = 100, delayMs = 900;
        for (let second = 0; second < 240; second++) {
            if (second === 20)
                capacityFps = 6;
            if (second === 60)
                capacityFps = 100;
            const fps = pace.fps || 30;
            const ageMs = delayMs + (fps > capacityFps ? 1500 : 30);
            pace.shown(ageMs, Math.min(fps, capacityFps), 1000 * second);
            if (seen.at(-1) !== pace.fps)
                seen.push(pace.fps);
        }
        return seen;
    """) == [0, 4, 8, 4, 8, 15, 30, 0]  # once it hoped too early


def test_a_silent_camera_is_no_slow_link(page):
    """fcgi-stream repeats its last frame, which gets older and older."""
    assert page.run("""
        const { Picture, moving } = await import("/picture.js");
        const drawn = new OffscreenCanvas(16, 16);
        drawn.getContext("2d").fillRect(0, 0, 8, 8);
        const jpeg = await (await drawn.convertToBlob({ type: "image/jpeg" }))
            .arrayBuffer();
        const now = performance.now.bind(performance);
        let leapMs = 0, painted, output;
        performance.now = () => now() + leapMs;
        const ask = window.fetch;
        window.fetch = (address, options) => !address.includes("/video/x")
            ? ask(address, options)
            : Promise.resolve(new Response(new ReadableStream({
                start: (controller) => { output = controller; } })));
        const picture = new Picture(document.createElement("canvas"), "x",
            () => painted());
        picture.take(moving(0, true));
        const show = async (captured) => {
            const shown = new Promise((resolve) => { painted = resolve; });
            const head = `--slotcast\\r\\nContent-Type: image/jpeg\\r\\n`
                + `Content-Length: ${jpeg.byteLength}\\r\\n`
                + `X-Timestamp: ${captured}\\r\\n\\r\\n`;
            while (!output)
                await new Promise((resolve) => setTimeout(resolve, 1));
            output.enqueue(new TextEncoder().encode(head));
            output.enqueue(new Uint8Array(jpeg));
            await shown;
        };
        const captured = Date.now() / 1000;
        for (; leapMs <= 20000; leapMs += 5000)
            await show(captured);
        const silent = picture.reducedToFps;
        for (let frame = 1; frame < 5; frame++, leapMs += 5000)
            await show(captured + frame);
        const late = picture.reducedToFps;
        picture.clear();
        return [silent, late];
    """) == [0, 1]


def test_boxes_turn_with_the_picture(page):
    assert page.run("""
        const { placeBox } = await import("/overlay.js");
        const picture = { width: 200, height: 100 };
        return [0, 1, 2, 3].map((turns) =>
            placeBox([20, 10, 40, 20], picture, turns)
                .map((share) => Math.round(1000 * share)));
    """) == [[100, 100, 200, 200], [700, 100, 200, 200],
             [700, 700, 200, 200], [100, 700, 200, 200]]


def test_a_browser_that_remembers_nothing_works(page):
    assert page.run("""
        const { recall, remember } = await import("/memory.js");
        const { localStorage } = window;
        const forbid = (get) => Object.defineProperty(window, "localStorage",
            { get, configurable: true });
        forbid(() => { throw new Error("SecurityError"); });
        remember("language", "ko");
        const remembered = recall("language");
        forbid(() => localStorage);
        return remembered;
    """) is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(page, browser, scheme):
    prefer(browser, "prefers-color-scheme", scheme)
    ratios = page.run("""
        const style = getComputedStyle(document.documentElement);
        const light = (name) => {
            const hex = style.getPropertyValue(`--${name}`).trim();
            const [red, green, blue] = [1, 3, 5].map((at) => {
                const share = parseInt(hex.slice(at, at + 2), 16) / 255;
                return share <= 0.04045 ? share / 12.92
                    : ((share + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const pairs = [["on-stage", "stage"], ["quiet-on-stage", "stage"],
            ["raised", "bad"]];
        for (const text of ["text", "quiet", "accent", "good", "waiting", "bad"])
            pairs.push([text, "background"], [text, "raised"]);
        return Object.fromEntries(pairs.map((pair) => {
            const [one, other] = pair.map(light).sort((a, b) => b - a);
            return [pair.join(" on "), (one + 0.05) / (other + 0.05)];
        }));
    """)
    assert all(ratio >= CONTRAST_MIN for ratio in ratios.values()), ratios


def test_everything_that_can_be_used_has_a_name(page):
    assert page.run("""
        return [...document.querySelectorAll("button, a, select, [role=img]")]
            .filter((element) => !element.closest("template")
                && !element.textContent.trim()
                && !element.getAttribute("aria-label"))
            .map((element) => element.id);
    """) == ["canvas", "pause"]  # which are named with the camera


@pytest.mark.parametrize("wish, moves", [
    ("reduce", False), ("no-preference", True)])
def test_nothing_glides_for_who_wants_no_motion(page, browser, wish, moves):
    prefer(browser, "prefers-reduced-motion", wish)
    assert page.run("""
        return [...document.querySelectorAll("*")].some((element) => {
            const style = getComputedStyle(element);
            return style.transitionDuration !== "0s"
                || style.animationName !== "none";
        });
    """) == moves


def test_both_languages_say_everything(page):
    assert page.run("""
        const shape = (value) => typeof value !== "object" ? typeof value
            : Array.isArray(value) ? value.length
            : Object.fromEntries(Object.keys(value).sort().map((key) =>
                [key, shape(value[key])]));
        const [english, korean] = await Promise.all(["/english.js",
            "/korean.js"].map((file) => import(file)));
        return JSON.stringify(shape(english.words))
            === JSON.stringify(shape(korean.words));
    """)


def test_the_page_is_light_and_asks_no_other_host(
        server, camera, open_page, browser):
    browser.execute_cdp_cmd("Network.clearBrowserCache", {})
    page = open_page(server)
    page.tile(camera.slot).wait_for_state("live")
    loaded = page.run("""
        return [...performance.getEntriesByType("navigation"),
            ...performance.getEntriesByType("resource")]
            .map(({ name, transferSize }) => [name, transferSize]);
    """)
    assert all(name.startswith(server.url()) for name, _ in loaded)
    files = [size for name, size in loaded
             if not any(word in name for word in ("/streams", "/video",
                                                  "/snapshot", "/events"))]
    print(f"{len(files)} files, {sum(files)} bytes")
    assert sum(files) < LIMIT_BYTES
