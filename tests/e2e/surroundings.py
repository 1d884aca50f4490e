"""Where a test run takes place: folders, programs, ports, names of slots.

Everything that could meet another run on the same machine (slots, folders,
ports) is made from this process's id or asked from the kernel.
"""
# SPDX-License-Identifier: MIT
import os
import pathlib
import socket

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = (ROOT / os.environ.get("BUILD", "build")).resolve()
SHARED_MEMORY = pathlib.Path("/dev/shm")

CAPTURE_DAEMON = BUILD / "capture-daemon" / "capture-daemon"
FCGI_STREAM = BUILD / "fcgi-stream" / "fcgi-stream"
SLOTCTL = BUILD / "slotctl" / "slotctl"
SLOW_CODECS = BUILD / "tests" / "e2e" / "slow_codecs.so"
FAILING_MALLOC = BUILD / "tests" / "e2e" / "failing_malloc.so"
SET_CLOCK = BUILD / "tests" / "e2e" / "set_clock.so"
MANY_VIEWERS = BUILD / "tests" / "e2e" / "many_viewers"
MANY_WRITERS = BUILD / "tests" / "e2e" / "many_writers"
LOAD_CLIENT = BUILD / "bench" / "load" / "load_client"

SANITIZE = os.environ.get("SANITIZE", "")
SANITIZED = bool(SANITIZE)

# How much longer than plain ones sanitized programs may take.
SLOWNESS = 4 if SANITIZED else 1

# Found in the environment of every process of this run; see processes.py.
RUN_MARK = f"SLOTCAST_TEST_RUN={os.getpid()}"

_slot_prefix = f"test-{os.getpid()}-"


def slot_name(label):
    """A slot's name that no other run uses."""
    return _slot_prefix + label


def slots_of_this_run():
    return sorted(path.name for path in
                  SHARED_MEMORY.glob(f"slotcast.{_slot_prefix}*"))


def free_port():
    """A TCP port that is free on both loopback addresses."""
    while True:
        with socket.socket() as ipv4, socket.socket(socket.AF_INET6) as ipv6:
            ipv4.bind(("127.0.0.1", 0))
            port = ipv4.getsockname()[1]
            try:
                ipv6.bind(("::1", port))
            except OSError:
                continue
            return port
