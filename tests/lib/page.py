"""The page in headless Chromium."""
# SPDX-License-Identifier: MIT
import contextlib
import time

import cv2
import numpy
import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

import stamp
import surroundings
from processes import wait_until

# Without a sandbox, because CI is root; the rest keeps it from calling home.
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
         "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--lang=en-US",
         "--window-size=1280,1000"]


def behind(kind, fixture="server"):
    """For a test that does not depend on which web server it has: this one."""
    return pytest.mark.parametrize(fixture, [kind], indirect=True)


# Other runs' slots on this machine would take their share of the page.
ONLY_OUR_SLOTS = """
    const ask = window.fetch;
    window.fetch = async (address, options) => {
        const answer = await ask(address, options);
        if (!answer.ok || !String(address).endsWith("/streams"))
            return answer;
        const told = await answer.json();
        told.streams = told.streams.filter(
            (slot) => slot.name.startsWith("%s"));
        return new Response(JSON.stringify(told));
    };
""" % surroundings.slot_name("")


def show_only_our_slots(browser):
    browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument",
                            {"source": ONLY_OUR_SLOTS})


def start_browser(folder, waits_for="normal"):
    """A browser whose profile lies in `folder` and who saves files there.

    It waits for pages to load, or for none ("none").
    """
    options = webdriver.ChromeOptions()
    options.page_load_strategy = waits_for
    options.binary_location = "/usr/bin/chromium"
    options.accept_insecure_certs = True
    for flag in [*FLAGS, f"--user-data-dir={folder}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    name, value = surroundings.RUN_MARK.split("=")
    service = Service("/usr/bin/chromedriver", env={
        "PATH": "/usr/bin:/bin", "HOME": str(folder), name: value})
    browser = webdriver.Chrome(service=service, options=options)
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", {
        "behavior": "allow", "downloadPath": str(folder)})
    show_only_our_slots(browser)
    return browser


def speak(browser, language):
    """Make `language` the one that the user prefers."""
    browser.execute_cdp_cmd("Emulation.setUserAgentOverride", {
        "userAgent": browser.execute_script("return navigator.userAgent"),
        "acceptLanguage": language})


def hold(browser, width, height, scale=1):
    """Look at the page on a screen of this size."""
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": height, "deviceScaleFactor": scale,
        "mobile": width < 600})


def prefer(browser, feature, value):
    """A wish that the system tells its browsers: dark, reduced motion."""
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {
        "features": [{"name": feature, "value": value}]})


def set_network(browser, is_there=True):
    """What the device says of its network; an answer that comes already goes
    on coming: see browser_relay.py."""
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd("Network.emulateNetworkConditions", {
        "offline": not is_there, "latency": 0, "uploadThroughput": -1,
        "downloadThroughput": -1})


@contextlib.contextmanager
def another_tab(browser):
    """A second tab, which is closed in the end."""
    first = browser.current_window_handle
    browser.switch_to.new_window("tab")
    show_only_our_slots(browser)
    try:
        yield
    finally:
        browser.close()
        browser.switch_to.window(first)


@contextlib.contextmanager
def script_on_start(browser, script):
    """Runs `script` in every page, before its own."""
    added = browser.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument", {"source": script})
    yield
    browser.execute_cdp_cmd(
        "Page.removeScriptToEvaluateOnNewDocument", added)


def decode(png):
    return cv2.imdecode(numpy.frombuffer(png, numpy.uint8), cv2.IMREAD_COLOR)


class View:
    """A part of the page that shows one camera."""

    def __init__(self, browser, element_of, title):
        self._browser = browser
        self._element_of = element_of  # which has data-state and a canvas
        self._title = title

    def _find(self, selector):
        return self._element_of().find_element(By.CSS_SELECTOR, selector)

    @property
    def state(self):
        """One of the keys of `words.states` in www/english.js, or ""."""
        try:
            return self._element_of().get_dom_attribute("data-state") or ""
        except WebDriverException:
            return ""  # not there, or not there any more

    @property
    def word(self):
        """The word beside the camera's name."""
        return self._find(".state").text

    @property
    def message(self):
        """The message over the picture."""
        return self._find(".message").text

    @property
    def age_text(self):
        return self._find(".facts, #age").text

    @property
    def has_focus(self):
        return self._browser.switch_to.active_element == self._find("a")

    def click(self):
        self._find("a").click()

    def wait_for_state(self, state, seconds=10):
        wait_until(lambda: self.state == state,
                   seconds,
                   f"{self._title} saying {state} instead of {self.state}")

    def picture(self):
        """The picture that the user sees, and when that was at the latest."""
        png = self._find("canvas").screenshot_as_png
        taken = time.time()
        return decode(png), taken

    def stamp(self):
        """The stamp in the picture and when it was seen, or None."""
        try:
            picture, taken = self.picture()
            return stamp.read(picture), taken
        except (stamp.NoStamp, WebDriverException):
            return None  # hidden, or not painted yet

    def wait_for_stamp(self, seconds=10, after=-1):
        """The stamp of a frame captured later than `after` microseconds."""
        def newer():
            seen = self.stamp()
            return seen if seen and seen[0].captured_us > after else None
        return wait_until(newer, seconds,
                          f"a stamp in {self._title}")


class Page(View):
    """The page of one server, showing all cameras or the one called `slot`."""

    def __init__(self, browser, server, slot="", query="", url=None):
        super().__init__(browser, lambda: self.element("single"), "the page")
        self._label = server.kind
        # Else a new hash alone would not load it anew.
        browser.get("about:blank")
        browser.get((url or server.url("/")) + query + (slot and f"#{slot}"))

    def element(self, name):
        return self._browser.find_element(By.ID, name)

    def text(self, name):
        return self.element(name).text

    def tile(self, name):
        return View(self._browser, lambda: self._browser.find_element(
            By.XPATH, f"//li[a[@href='#{name}']]"), f"the tile {name}")

    @property
    def tile_names(self):
        return self._browser.execute_script(
            "return [...document.querySelectorAll('#tiles .name')]"
            ".map((name) => name.textContent)")

    def push(self, name):
        """Click the button of this id."""
        self.element(name).click()

    def choose_rate(self, value):
        self.run("""
            const rate = document.getElementById("rate");
            rate.value = arguments[0];
            rate.dispatchEvent(new Event("change"));
        """, value)

    def press(self, *keys):
        ActionChains(self._browser).send_keys(*keys).perform()

    def stamps(self):
        """The stamp of each tile in which one can be read, by name."""
        places = self._browser.execute_script(
            "return Object.fromEntries("
            "[...document.querySelectorAll('#tiles > li')].map((tile) =>"
            " [tile.querySelector('.name').textContent,"
            "  tile.querySelector('canvas').getBoundingClientRect()]))")
        page = decode(self._browser.get_screenshot_as_png())
        stamps = {}
        for name, place in places.items():
            left, top = round(place["left"]), round(place["top"])
            if place["bottom"] > page.shape[0]:
                continue  # one has to scroll to it
            with contextlib.suppress(stamp.NoStamp):
                stamps[name] = stamp.read(
                    page[top:round(place["bottom"]),
                         left:round(place["right"])])
        return stamps

    def keep_screenshot(self, label):
        """For people to look at, in the build folder."""
        folder = surroundings.BUILD / "screenshots"
        folder.mkdir(exist_ok=True)
        self._browser.save_screenshot(
            str(folder / f"{self._label}-{label}.png"))

    def run(self, script, *arguments):
        """Run `script`, the body of an async function; returns its result."""
        answer = self._browser.execute_async_script(
            "const given = [...arguments];"
            "const done = given.pop();"
            "(async function () {" + script + "}).apply(null, given).then("
            "(value) => done({ value }),"
            "(error) => done({ error: `${error}\\n${error.stack}` }))",
            *arguments)
        assert "error" not in answer, answer["error"]
        return answer.get("value")

    def complaints(self):
        """The complaints in the browser's console about the page itself."""
        return [entry["message"]
                for entry in self._browser.get_log("browser")
                if entry["level"] == "SEVERE"]
