"""Slow links: network namespaces joined by cables of a limited rate.

A test's servers run in a namespace of their own, so that settings of the
kernel that a deployment may ask for can be made without touching the machine.
"""
# SPDX-License-Identifier: MIT
import contextlib
import ctypes
import os
import pathlib

import processes

CLONE_NEWNET = 0x40000000


def why_not():
    """Why there can be no slow links here, or None."""
    if os.geteuid() != 0:
        return "only root can make slow links"
    result = processes.run(["ip", "netns", "add", _name("trial")])
    if result.returncode != 0:
        return f"no network namespaces: {result.stderr.decode().strip()}"
    with Namespace("trial", exists=True) as trial:
        result = trial.run("tc", "qdisc", "add", "dev", "lo", "root", "tbf",
                           "rate", "1mbit", "burst", "16kb", "limit", "64kb")
    if result.returncode != 0:
        return f"no slow links: {result.stderr.decode().strip()}"
    return None


def _name(label):
    return f"slotcast-{os.getpid()}-{label}"


def _must(*arguments):
    result = processes.run(arguments)
    assert result.returncode == 0, (arguments, result.stderr.decode())


class Namespace:
    """A network of its own; ends with the `with` that it begins in."""

    def __init__(self, label, exists=False):
        self.name = _name(label)
        if not exists:
            _must("ip", "netns", "add", self.name)
        _must("ip", "-n", self.name, "link", "set", "lo", "up")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        _must("ip", "netns", "del", self.name)

    def run(self, *arguments):
        return processes.run(["ip", "netns", "exec", self.name, *arguments])

    @contextlib.contextmanager
    def entered(self):
        """What this thread starts and opens meanwhile is in the namespace."""
        libc = ctypes.CDLL(None, use_errno=True)
        with open("/proc/thread-self/ns/net") as own, \
                open(f"/run/netns/{self.name}") as other:
            assert libc.setns(other.fileno(), CLONE_NEWNET) == 0, \
                os.strerror(ctypes.get_errno())
            try:
                yield
            finally:
                assert libc.setns(own.fileno(), CLONE_NEWNET) == 0

    def set(self, settings):
        """Kernel settings, as sysctl.d(5) has them."""
        with self.entered():
            for name, value in settings.items():
                path = pathlib.Path("/proc/sys", *name.split("."))
                path.write_text(value)


def join(server, client, number, rate_kbit):
    """A cable that carries no more than `rate_kbit` towards the client.

    Returns the server's address on it.
    """
    near, far = f"near{number}", f"far{number}"
    _must("ip", "-n", server.name, "link", "add", near, "type", "veth",
          "peer", far, "netns", client.name)
    for namespace, end, host in (server, near, 1), (client, far, 2):
        _must("ip", "-n", namespace.name, "address", "add",
              f"10.77.{number}.{host}/24", "dev", end)
        _must("ip", "-n", namespace.name, "link", "set", end, "up")
    # A router on the way would hold back as much as this before it drops.
    _must("tc", "-n", server.name, "qdisc", "add", "dev", near, "root",
          "tbf", "rate", f"{rate_kbit:.0f}kbit", "burst", "16kb",
          "latency", "50ms")
    return f"10.77.{number}.1"
