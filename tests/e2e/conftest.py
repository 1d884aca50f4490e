"""What the end-to-end tests share: servers, cameras, and a clean end.

A test that asks for `server` runs twice, behind lighttpd and behind nginx. The
servers and the camera of the whole session are shared by all tests that do not
harm them; the others start their own with `new_server` and `new_camera`.
"""
# SPDX-License-Identifier: MIT
import pathlib
import shutil
import tempfile

import pytest

import clips
import processes
import surroundings
import web_server
from camera import Camera
from drone import Drone
from page import Page, set_network, speak, start_browser
from slots import StillSlot

LOG_LINES = 30
HERE = pathlib.Path(__file__).parent


def pytest_collection_modifyitems(items):
    """A sanitized run leaves out what the file `unsanitized` lists."""
    if not surroundings.SANITIZED:
        return
    rows = (line.split(maxsplit=1) for line
            in (HERE / "unsanitized").read_text().splitlines()
            if line and not line.startswith("#"))
    reasons = {HERE / file: reason for file, reason in rows}
    assert all(file.exists() for file in reasons), "unsanitized: no such file"
    for item in items:
        if item.path in reasons:
            item.add_marker(pytest.mark.skip(reason=reasons[item.path]))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A test that fails shows what the processes logged meanwhile."""
    report = (yield).get_result()
    root = item.funcargs.get("session_folder")
    if not report.failed or root is None:
        return
    for file in sorted(root.rglob("*.log")):
        is_news = file.stat().st_mtime >= call.start and file.stat().st_size
        if is_news and not file.stem.isdigit():  # Chromium's databases
            lines = file.read_text(errors="replace").splitlines()
            report.sections.append((str(file.relative_to(root)),
                                    "\n".join(lines[-LOG_LINES:])))


def assert_sanitizers_are_silent(folder):
    reports = processes.sanitizer_reports(folder)
    assert not reports, "\n".join(reports)


@pytest.fixture(scope="session")
def session_folder():
    """Logs, sockets and pid files; short, because sockets' paths must be."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="slotcast-e2e-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session", autouse=True)
def nothing_is_left(session_folder):
    """No process and no slot of this run outlives it."""
    yield
    processes.end_what_is_left()
    assert surroundings.slots_of_this_run() == []
    assert_sanitizers_are_silent(session_folder)


@pytest.fixture(autouse=True)
def no_crash_and_no_sanitizer_report(session_folder):
    """Either fails the test during which it happened, for good."""
    yield
    crashes = processes.crashes()
    assert not crashes, "\n".join(crashes)
    assert_sanitizers_are_silent(session_folder)


@pytest.fixture
def folder(session_folder):
    """A folder for one test."""
    path = pathlib.Path(tempfile.mkdtemp(dir=session_folder))
    path.chmod(0o755)
    return path


@pytest.fixture(scope="session")
def all_servers(session_folder, nothing_is_left):
    """Both web servers, whose default stream is the session's camera."""
    options = ("--slot", surroundings.slot_name("main"))
    servers = {}
    for kind, server_class in web_server.KINDS.items():
        own_folder = session_folder / kind
        own_folder.mkdir()
        servers[kind] = server_class(own_folder, options)
    yield servers
    for server in servers.values():
        server.stop()


@pytest.fixture(scope="session", params=sorted(web_server.KINDS))
def server(request, all_servers):
    """The session's web server: first one, then the other."""
    return all_servers[request.param]


@pytest.fixture(scope="session")
def camera(session_folder, nothing_is_left):
    """The session's camera: the default stream, 1280x720 at 30 fps."""
    camera = Camera(session_folder, "main")
    yield camera
    camera.remove()


@pytest.fixture(scope="session")
def clip(session_folder):
    """An H.264 clip of colour bars, 3 s long."""
    return clips.make_clip(session_folder)


@pytest.fixture
def new_camera(folder):
    """Starts cameras that last for one test: new_camera(label, ...)."""
    cameras = []

    def start(*arguments, **named):
        cameras.append(Camera(folder, *arguments, **named))
        return cameras[-1]

    yield start
    for camera in cameras:
        camera.remove()


@pytest.fixture
def new_still():
    """Makes slots with one value: new_still(label, value, ...)."""
    slots = []

    def make(*arguments):
        slots.append(StillSlot(*arguments))
        return slots[-1]

    yield make
    for slot in slots:
        slot.remove()


@pytest.fixture
def new_drone(folder):
    """Starts senders of films that last for one test: new_drone(film, ...)."""
    drones = []

    def start(*arguments, drone=Drone, **named):
        drones.append(drone(folder, *arguments, **named))
        return drones[-1]

    yield start
    for drone in drones:
        drone.leave()


@pytest.fixture(params=sorted(web_server.KINDS))
def server_class(request):
    """Lighttpd, then Nginx."""
    return web_server.KINDS[request.param]


@pytest.fixture
def new_server(folder, server_class):
    """Starts a web server that lasts for one test: new_server(...)."""
    servers = []

    def start(*arguments, **named):
        own_folder = folder / f"server{len(servers)}"
        own_folder.mkdir()
        servers.append(server_class(own_folder, *arguments, **named))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


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
    """Opens the page; leaves it as a stranger, so that nothing stays."""
    browser.get_log("browser")
    yield lambda server, *arguments, **named: Page(
        browser, server, *arguments, **named)
    set_network(browser)
    browser.execute_script("localStorage.clear()")
    browser.get("about:blank")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    speak(browser, "en-US")
