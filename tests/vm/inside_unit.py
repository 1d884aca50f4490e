"""What test_unit_camera.py wants to know of a booted systemd: runs inside it."""
# SPDX-License-Identifier: MIT
import json
import os
import pathlib
import subprocess
import time

UNIT = "capture-daemon@roof"
# The processor is emulated.
PATIENCE_S = 60


def run(*command):
    result = subprocess.run(command, capture_output=True, check=False,
                            text=True)
    print(command, result.returncode, result.stdout, result.stderr, flush=True)
    return result.stdout.strip()


def is_live():
    return "live" in run("slotctl", "list")


def be_patient():
    """The unit as shipped, but for the time that this machine takes."""
    folder = pathlib.Path(f"/etc/systemd/system/{UNIT}.service.d")
    folder.mkdir()
    (folder / "patience.conf").write_text(
        f"[Service]\nTimeoutStartSec={PATIENCE_S}\nWatchdogSec={PATIENCE_S}\n")


def start():
    settings = pathlib.Path("/etc/slotcast")
    settings.mkdir(exist_ok=True)
    (settings / "roof.conf").write_text(
        f"source = {os.environ['DEVICE']}\nsize = 320x180\n")
    be_patient()
    run("systemd-sysusers")
    run("systemctl", "daemon-reload")
    run("systemctl", "start", UNIT)


start()
deadline = time.monotonic() + PATIENCE_S
while not is_live() and time.monotonic() < deadline:
    time.sleep(1)
pid = run("systemctl", "show", "--value", "--property", "MainPID", UNIT)
process = pathlib.Path("/proc") / pid
run("journalctl", "--no-pager", "--unit", UNIT)
pathlib.Path("/mnt/facts.json").write_text(json.dumps({
    "live": is_live(),
    "user": run("ps", "-o", "user:32=", "--pid", pid),
    "users are its own": os.readlink(process / "ns" / "user") !=
                         os.readlink("/proc/self/ns/user"),
    "camera is open": os.environ["DEVICE"] in
                      [os.readlink(fd) for fd in (process / "fd").iterdir()],
}))
