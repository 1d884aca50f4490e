"""The units of deploy/systemd, for a systemd that boot_systemd boots."""
# SPDX-License-Identifier: MIT
import pathlib
import shutil

import surroundings

BOOT = pathlib.Path(__file__).with_name("boot_systemd")
UNITS = surroundings.ROOT / "deploy" / "systemd"
NEEDED = ("systemd-nspawn", "cgi-fcgi", "runuser")

missing = [name for name in NEEDED if shutil.which(name) is None]


def copy(root, files):
    """Each file of `files` into the folder of `root` that stands beside it."""
    for source, target in files:
        path = root / target
        (path.parent if path.suffix else path).mkdir(parents=True,
                                                     exist_ok=True)
        shutil.copy(source, path)


def install(root):
    """Install the units as deploy/README.md says."""
    copy(root, (
        (surroundings.CAPTURE_DAEMON, "usr/local/bin"),
        (surroundings.FCGI_STREAM, "usr/local/bin"),
        (UNITS / "capture-daemon@.service", "etc/systemd/system"),
        (UNITS / "fcgi-stream.service", "etc/systemd/system"),
        (UNITS / "fcgi-stream.socket", "etc/systemd/system"),
        (UNITS / "sysusers.conf", "etc/sysusers.d/slotcast.conf"),
        (UNITS / "tmpfiles.conf", "etc/tmpfiles.d/slotcast.conf")))
