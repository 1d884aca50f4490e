"""The page in headless Chromium."""
# SPDX-License-Identifier: MIT
import time

import cv2
import numpy
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

import stamp
import surroundings
from processes import wait_until

# Without a sandbox, because CI is root; the rest keeps it from calling home.
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
         "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--lang=en-US",
         "--window-size=1280,1000"]


def start_browser(folder):
    """A browser whose profile lies in `folder` and who saves files there."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in [*FLAGS, f"--user-data-dir={folder}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    name, value = surroundings.RUN_MARK.split("=")
    service = Service("/usr/bin/chromedriver", env={
        "PATH": "/usr/bin:/bin", "HOME": str(folder), name: value})
    browser = webdriver.Chrome(service=service, options=options)
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", {
        "behavior": "allow", "downloadPath": str(folder)})
    return browser


def speak(browser, language):
    """Make `language` the one that the user prefers."""
    browser.execute_cdp_cmd("Emulation.setUserAgentOverride", {
        "userAgent": browser.execute_script("return navigator.userAgent"),
        "acceptLanguage": language})


class Page:
    """The page of one server, showing one stream."""

    def __init__(self, browser, server, slot):
        self._browser = browser
        self._label = server.kind
        browser.get(server.url(f"/?slot={slot}"))

    def _element(self, name):
        return self._browser.find_element(By.ID, name)

    @property
    def state(self):
        """One of the keys of `words` in www/words.js."""
        return self._browser.find_element(
            By.TAG_NAME, "html").get_dom_attribute("data-state")

    @property
    def words(self):
        """What the page says about the stream."""
        return self._element("state").text

    def wait_for_state(self, state, seconds=10):
        wait_until(lambda: self.state == state,
                   seconds * surroundings.SLOWNESS,
                   f"the page saying {state} instead of {self.state}")

    def picture(self):
        """What the user sees where the stream is, and when that was."""
        png = self._element("picture").screenshot_as_png
        taken = time.time()
        return cv2.imdecode(numpy.frombuffer(png, numpy.uint8),
                            cv2.IMREAD_COLOR), taken

    def wait_for_stamp(self, seconds=10):
        """The stamp in the picture, as soon as one can be read."""
        def read():
            try:
                picture, taken = self.picture()
                return stamp.read(picture), taken
            except (stamp.NoStamp, WebDriverException):
                return None  # hidden, or not painted yet
        return wait_until(read, seconds * surroundings.SLOWNESS,
                          "a stamp in the page's picture")

    def keep_screenshot(self, label):
        """For people to look at, in the build folder."""
        folder = surroundings.BUILD / "screenshots"
        folder.mkdir(exist_ok=True)
        self._browser.save_screenshot(
            str(folder / f"{self._label}-{label}.png"))

    def click(self, name):
        self._element(name).click()

    def complaints(self):
        """What the browser's console says of the page itself."""
        return [entry["message"]
                for entry in self._browser.get_log("browser")
                if entry["level"] == "SEVERE"]
