"""Slow links: network namespaces joined by cables of a limited rate.

A test's servers run in a namespace of their own, so that nothing of it meets
the machine's network.
"""
# SPDX-License-Identifier: MIT
import contextlib
import ctypes
import os
import shutil

import processes

CLONE_NEWNET = 0x40000000
NEEDED = ("ip", "tc", "ss")


class Refused(Exception):
    """The kernel, or what confines us, does not want such a network."""


def why_not():
    """Why there can be no slow links here, or None: one is made and removed."""
    if os.geteuid() != 0:
        return "only root can make slow links"
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        return f"not installed: {missing}"
    try:
        with Namespace("trial") as server, Namespace("far") as client:
            join(server, client, 1, rate_kbit=1000)
            with server.entered():
                pass
    except (Refused, OSError) as reason:
        return f"no slow links: {reason}"
    return None


def _must(*arguments):
    result = processes.run(arguments)
    if result.returncode != 0:
        complaint = result.stderr.decode(errors="replace").strip()
        raise Refused(f"{' '.join(arguments)}: {complaint}")


class Namespace:
    """A network of its own; ends with the `with` that it begins in."""

    def __init__(self, label):
        self.name = f"slotcast-{os.getpid()}-{label}"
        _must("ip", "netns", "add", self.name)
        try:
            _must("ip", "-n", self.name, "link", "set", "lo", "up")
        except Refused:
            self._remove()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._remove()

    def _remove(self):
        _must("ip", "netns", "del", self.name)

    @contextlib.contextmanager
    def entered(self):
        """What this thread starts and opens meanwhile is in the namespace."""
        with open("/proc/thread-self/ns/net") as own, \
                open(f"/run/netns/{self.name}") as other:
            _enter(other)
            try:
                yield
            finally:
                _enter(own)


def _enter(namespace):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(namespace.fileno(), CLONE_NEWNET) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"setns: {os.strerror(error)}")


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
