"""Firefox and WebKit, as far as a test needs them beside Chromium: each opens an
address, runs a script and shows what it paints.

WebKitGTK is the nearest to Safari that Debian has.
"""
# SPDX-License-Identifier: MIT
import base64
import contextlib
import json
import pathlib
import socket

from selenium import webdriver

import surroundings
from page import start_browser
from processes import Process, wait_until

SIZE = 1280, 1000
# What else would call home.
FIREFOX_SETTINGS = {
    "app.normandy.enabled": False, "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False, "browser.newtabpage.enabled": False,
    "browser.region.network.url": "", "browser.safebrowsing.downloads.enabled":
    False, "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.safebrowsing.provider.google4.updateURL": "",
    "browser.search.update": False, "browser.startup.page": 0,
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.blocklist.enabled": False, "extensions.update.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.prefetch-next": False, "network.trr.mode": 5,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.unified": False, "toolkit.telemetry.server": ""}


class _ByWebDriver:
    """One that Selenium drives: its object is self._browser."""

    def open(self, url):
        self._browser.get(url)

    def run(self, script):
        return self._browser.execute_script(script)

    def png(self):
        return self._browser.get_screenshot_as_png()

    def quit(self):
        self._browser.quit()


class Chromium(_ByWebDriver):
    def __init__(self, folder):
        # A stream never is a page that has loaded.
        self._browser = start_browser(folder, waits_for="none")


class Firefox:
    """Driven by Marionette, Firefox's own protocol: Debian has no geckodriver.

    A message is its length, a colon, and JSON.
    """

    def __init__(self, folder):
        self._port = surroundings.free_port()
        self._count = 0
        (folder / "user.js").write_text("".join(
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in {**FIREFOX_SETTINGS,
                                "marionette.port": self._port}.items()))
        self._process = Process(
            ["env", f"HOME={folder}", "firefox-esr", "--headless",
             "--no-remote", "--profile", folder, "--marionette",
             f"--width={SIZE[0]}", f"--height={SIZE[1]}", "about:blank"],
            folder, name="firefox", exits_with=(0, -15))
        self._socket = wait_until(self._connect, 30, "Firefox")
        self._file = self._socket.makefile("rb")
        self._read()  # it says who it is
        self._command("WebDriver:NewSession", pageLoadStrategy="none",
                      acceptInsecureCerts=True)

    def _connect(self):
        with contextlib.suppress(OSError):
            return socket.create_connection(("127.0.0.1", self._port), 60)

    def _read(self):
        length = b""
        while not length.endswith(b":"):
            length += self._file.read(1)
        return json.loads(self._file.read(int(length[:-1])))

    def _command(self, name, **parameters):
        self._count += 1
        text = json.dumps([0, self._count, name, parameters]).encode()
        self._socket.sendall(str(len(text)).encode() + b":" + text)
        _, number, error, result = self._read()
        assert number == self._count and not error, error
        return result

    def open(self, url):
        self._command("WebDriver:Navigate", url=url)

    def run(self, script):
        return self._command("WebDriver:ExecuteScript", script=script,
                             args=[])["value"]

    def png(self):
        return base64.b64decode(self._command(
            "WebDriver:TakeScreenshot", full=False, hash=False)["value"])

    def quit(self):
        self._command("Marionette:Quit", flags=["eForceQuit"])
        self._socket.close()
        self._process.wait(30)


class WebKit(_ByWebDriver):
    """MiniBrowser, on a screen of its own."""

    def __init__(self, folder):
        run_folder = folder / "run"
        run_folder.mkdir(mode=0o700)
        self._screen = Process(
            ["Xvfb", "-displayfd", "1", "-screen", "0", "1400x1100x24"],
            folder, name="screen")
        display = wait_until(lambda: self._screen.log.split(), 10,
                             "a screen")[-1]
        port = surroundings.free_port()
        self._driver = Process(
            ["env", f"HOME={folder}", f"XDG_RUNTIME_DIR={run_folder}",
             f"DISPLAY=:{display}", "GDK_BACKEND=x11", "NO_AT_BRIDGE=1",
             "GTK_A11Y=none", "GIO_USE_VFS=local", "GSETTINGS_BACKEND=memory",
             # Else it paints by llvmpipe, and half as often.
             "WEBKIT_DISABLE_DMABUF_RENDERER=1",
             "WebKitWebDriver", f"--port={port}"],
            folder, name="webkit", exits_with=(0, -15))
        options = webdriver.WebKitGTKOptions()
        options.binary_location = str(next(
            pathlib.Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser")))
        options.add_argument("--automation")
        options.set_capability("acceptInsecureCerts", True)
        options.set_capability("pageLoadStrategy", "none")
        wait_until(lambda: self._listens(port), 10, "WebKitWebDriver")
        self._browser = webdriver.Remote(f"http://127.0.0.1:{port}",
                                         options=options)
        self._browser.set_window_size(*SIZE)

    @staticmethod
    def _listens(port):
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port)).close()
            return True

    def quit(self):
        super().quit()
        self._driver.stop()
        self._screen.stop()


ENGINES = {engine.__name__.lower(): engine
           for engine in (Chromium, Firefox, WebKit)}
