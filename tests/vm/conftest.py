"""What the tests in the virtual machine share: drivers, web server, viewers.

They run as root inside the machine, one after the other. Without a machine all
of them are skipped, with the reason (see tests/vm/check).
"""
# SPDX-License-Identifier: MIT
import os

import pytest

import drivers
import web_server
from capture import Capture


def pytest_collection_modifyitems(items):
    reason = os.environ.get("SLOTCAST_NO_VM")
    if reason:
        for item in items:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Logs and sockets; others than root can look into it."""
    path = tmp_path_factory.mktemp("vm")
    for part in (path, *path.parents[:2]):
        part.chmod(0o755)
    return path


@pytest.fixture(scope="session")
def server(folder):
    """The real lighttpd with the files of deploy/."""
    drivers.start_udev()
    own_folder = folder / "lighttpd"
    own_folder.mkdir()
    server = web_server.Lighttpd(own_folder)
    yield server
    server.stop()


@pytest.fixture
def usb_camera():
    """Plugs in cameras that last for one test: usb_camera(port, ...)."""
    cameras = []

    def plug(port=0, **options):
        cameras.append(drivers.UsbCamera(port, **options))
        return cameras[-1]

    yield plug
    for camera in cameras:
        camera.unplug()


@pytest.fixture
def vivid():
    """Loads the vivid driver for one test: vivid("num_inputs=1", ...)."""
    loaded = []

    def load(*parameters):
        loaded.append(drivers.Vivid(parameters))
        return loaded[-1]

    yield load
    for driver in loaded:
        driver.unload()


@pytest.fixture
def capture(server, folder, usb_camera, vivid):
    """Starts capture-daemons that last for one test: capture(source, ...).

    They end before their cameras do, whichever of those the test asks for.
    """
    # pylint: disable=unused-argument
    started = []

    def start(source, *options):
        started.append(Capture(server, folder, source, options))
        return started[-1]

    yield start
    for one in started:
        one.end()
