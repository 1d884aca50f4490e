"""A machine that runs out of something, as far as one test is concerned.

Mounts are made in a namespace of this thread, which what it starts inherits:
the real /dev/shm and the real disk stay as they are.
"""
# SPDX-License-Identifier: MIT
import contextlib
import ctypes
import os
import pathlib
import re
import shlex
import shutil
import struct

import pytest

import processes
import surroundings

CLONE_NEWNS = 0x20000
_IN_NAMESPACE = ("unshare", "--user", "--map-root-user")
LIBC = ctypes.CDLL(None, use_errno=True)


@contextlib.contextmanager
def private_mounts():
    """What is mounted inside is mounted for this thread and its children.

    All threads that are started inside must have ended at its end.
    """
    before = os.open("/proc/self/ns/mnt", os.O_RDONLY)
    try:
        if LIBC.unshare(CLONE_NEWNS) < 0:
            pytest.skip("mounts of its own: "
                        f"{os.strerror(ctypes.get_errno())}")
        folder = os.getcwd()
        try:
            _mount("--make-rprivate", "/")
            yield
        finally:
            # A thread that was joined may be still about to leave.
            processes.wait_until(
                lambda: LIBC.setns(before, CLONE_NEWNS) == 0, 5,
                "leaving the mounts")
            os.chdir(folder)
    finally:
        os.close(before)


def mount_memory(folder, size_kb):
    """A file system of so many KB at `folder`."""
    _mount("-t", "tmpfs", "-o", f"size={size_kb}k,mode=1777", "small", folder)


def grow(folder, size_kb):
    _mount("-o", f"remount,size={size_kb}k", folder)


def _mount(*arguments):
    result = processes.run(["mount", *arguments])
    assert result.returncode == 0, result.stderr.decode()


@contextlib.contextmanager
def full_disk(folder):
    """There is no byte left below `folder`, until there is."""
    ballast = folder / "ballast"
    with contextlib.suppress(OSError), open(ballast, "wb", 0) as file:
        while file.write(bytes(4096)):
            pass
    try:
        yield
    finally:
        ballast.unlink()


def _owner(pid):
    """Who is to change what `pid` may: a container's root may not."""
    owner = os.stat(f"/proc/{pid}")
    if owner.st_uid == os.geteuid():
        return {}
    return {"user": owner.st_uid, "group": owner.st_gid}


def _set_limit(pid, option):
    result = processes.run(["prlimit", "--pid", pid, option], **_owner(pid))
    assert result.returncode == 0, result.stderr.decode()


def _set_descriptor_limit(pid, soft):
    _set_limit(pid, f"--nofile={soft}:")


@contextlib.contextmanager
def no_more_descriptors(pid):
    """`pid` keeps those that it has, and gets no other, also for one closed."""
    limits = pathlib.Path(f"/proc/{pid}/limits").read_text()
    before = re.search(r"^Max open files +(\d+)", limits, re.M)[1]
    # Not 0: poll() takes no more than the limit.
    _set_descriptor_limit(pid, 4)
    try:
        yield
    finally:
        _set_descriptor_limit(pid, before)


class OwnLimits:
    """Limits of one responder's own, in a user namespace of its own.

    They hold for all processes of a user, but in another namespace they count
    anew: nobody else on this machine runs short of anything. Values are those
    of /proc/sys/user, and `threads`, which are counted per user there, too.
    """

    def __init__(self, **limits):
        self._limits = limits
        probe = processes.run([*_IN_NAMESPACE, "true"])
        if probe.returncode != 0:
            pytest.skip(f"user namespaces: {probe.stderr.decode().strip()}")

    def give_to_responder(self, server):
        """Its program is started by a script, and keeps the script's id."""
        script = server.folder / "fcgi-stream"
        text = script.read_text()
        script.write_text(text.replace(
            "exec ", "exec " + shlex.join(self.command()) + " ", 1))

    def command(self):
        """What starts a program with these limits, as arguments before it."""
        return [*_IN_NAMESPACE, "sh", "-c",
                self._settings(self._limits) + 'exec "$@"', "sh"]

    def set(self, pid, **limits):
        """Set other limits from now on; `pid` keeps what it has."""
        threads = limits.pop("threads", None)
        if threads is not None:
            _set_limit(pid, f"--nproc={threads}:")
        result = processes.run(
            ["nsenter", "--user", "--preserve-credentials", "--target", pid,
             "sh", "-c",
             self._settings(limits) + ":"], **_owner(pid))
        assert result.returncode == 0, result.stderr.decode()

    @staticmethod
    def _settings(limits):
        return "".join(f"echo {value} > /proc/sys/user/{name} && "
                       for name, value in limits.items())


class Clock:
    """The time of day, for programs into which set_clock.c is preloaded."""

    def __init__(self, folder):
        self._file = folder / "clock"
        self._file.write_bytes(bytes(8))
        library = shutil.copy(surroundings.SET_CLOCK, folder)
        self.settings = {"SET_CLOCK_FILE": str(self._file),
                         "LD_PRELOAD": str(library)}

    def set_ahead(self, seconds):
        """Without a moment at which the file is empty."""
        with open(self._file, "r+b", buffering=0) as file:
            file.write(struct.pack("q", seconds))

    def give_to_responder(self, server):
        """lighttpd hands its own environment on to nobody."""
        script = server.folder / "fcgi-stream"
        exports = shlex.join(f"{name}={value}"
                             for name, value in self.settings.items())
        script.write_text(script.read_text().replace(
            "exec ", f"export {exports}\nexec ", 1))
