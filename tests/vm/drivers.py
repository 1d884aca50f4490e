"""The cameras of the virtual machine, and what can be done to them."""
# SPDX-License-Identifier: MIT
import os
import pathlib
import shutil
import subprocess
import time

import surroundings
from processes import wait_until

MACHINE = pathlib.Path(os.environ.get("VM_DIR", "/nonexistent"))
USB_CAMERA = (surroundings.BUILD / "tests" / "vm" / "usb_camera" /
              "usb_camera")
CLIPS = [MACHINE / "clip-640x480.mjpg", MACHINE / "clip-1280x720.mjpg"]
BY_ID = pathlib.Path("/dev/v4l/by-id")
SYSFS = pathlib.Path("/sys/class/video4linux")


def run(*command, check=True):
    """Run a command of the machine; returns what it printed."""
    result = subprocess.run([str(word) for word in command], check=False,
                            stdin=subprocess.DEVNULL, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert result.returncode == 0 or not check, \
        f"{command}: {result.stdout}"
    return result.stdout


def start_udev():
    """udev makes the links in /dev/v4l, as on every machine of a user."""
    source = MACHINE / "udev"
    shutil.copytree(source / "lib" / "udev", "/lib/udev", dirs_exist_ok=True,
                    symlinks=True)
    shutil.copy(source / "bin" / "udevadm", "/bin/udevadm")
    os.environ["SYSTEMD_IGNORE_CHROOT"] = "1"
    os.symlink("/bin/udevadm", "/run/systemd-udevd")
    run("/run/systemd-udevd", "--daemon")


def clip_frames(path):
    """The JPEGs of a clip, which stand one behind the other."""
    start = b"\xff\xd8\xff"
    return [start + rest for rest in path.read_bytes().split(start)[1:]]


def nodes():
    return {path.name for path in SYSFS.glob("video*")}


class UsbCamera:
    """A webcam on the USB bus, through the real uvcvideo driver."""

    def __init__(self, port, clips=CLIPS, is_bayer=False):
        run("modprobe", "uvcvideo")
        run("modprobe", "vhci-hcd")
        self.serial = f"{port + 1:04}"
        self._arguments = [str(port), self.serial, *clips,
                           *(["bayer"] if is_bayer else [])]
        self._process = None
        self.node = None
        self.returned = None  # when the kernel had its node
        self.plug()

    @property
    def link(self):
        """Its path that stays the same, whatever node it gets."""
        return (BY_ID /
                f"usb-Test_UVC_Test_Camera_{self.serial}-video-index0")

    def plug(self):
        before = nodes()
        self._process = subprocess.Popen(
            [USB_CAMERA, *self._arguments], stdin=subprocess.PIPE)
        wait_until(lambda: len(nodes() - before) == 2, 10, "two video nodes")
        self.returned = time.monotonic()
        wait_until(self.link.exists, 10, str(self.link))
        self.node = self.link.resolve()

    def unplug(self):
        if self._process.poll() is None:
            self._process.terminate()
        self._process.wait()
        wait_until(lambda: not self.node.exists(), 10,
                   f"{self.node} going away")

    def replug(self):
        self.unplug()
        self.plug()

    def fault(self, command):
        """A line of tests/vm/usb_camera/faults.h."""
        self._process.stdin.write(f"{command}\n".encode())
        self._process.stdin.flush()


class Vivid:
    """Virtual Video: any raw format, an HDMI input, faults on a button."""

    WEBCAM = ("n_devs=1", "node_types=0x1", "num_inputs=1", "input_types=0")
    HDMI = ("n_devs=1", "node_types=0x1", "num_inputs=1", "input_types=3")

    def __init__(self, parameters):
        run("modprobe", "vivid", "vid_cap_nr=20", *parameters)
        self.node = pathlib.Path("/dev/video20")
        wait_until(lambda: os.access(self.node, os.W_OK), 10, str(self.node))

    def set(self, **controls):
        for name, value in controls.items():
            run("v4l2-ctl", "-d", self.node, "-c", f"{name}={value}")

    def control(self, *options):
        return run("v4l2-ctl", "-d", self.node, *options)

    def unload(self):
        wait_until(lambda: "in use" not in run("modprobe", "-r", "vivid",
                                               check=False),
                   10, "vivid being unused")
