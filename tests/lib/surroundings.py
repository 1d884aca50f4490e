"""The surroundings of a test run: folders, programs, ports, names of slots.

Everything that could meet another run on the same machine (slots, folders,
ports) is made from this process's id or asked from the kernel.
"""
# SPDX-License-Identifier: MIT
import contextlib
import errno
import itertools
import os
import pathlib
import random
import socket

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = (ROOT / os.environ.get("BUILD", "build")).resolve()
SHARED_MEMORY = pathlib.Path("/dev/shm")

CAPTURE_DAEMON = BUILD / "capture-daemon" / "capture-daemon"
FCGI_STREAM = BUILD / "fcgi-stream" / "fcgi-stream"
SLOTCTL = BUILD / "slotctl" / "slotctl"
SLOW_CODECS = BUILD / "tests" / "tools" / "slow_codecs.so"
FAILING_MALLOC = BUILD / "tests" / "tools" / "failing_malloc.so"
SET_CLOCK = BUILD / "tests" / "tools" / "set_clock.so"
MANY_VIEWERS = BUILD / "tests" / "tools" / "many_viewers"
MANY_WRITERS = BUILD / "tests" / "tools" / "many_writers"
LOAD_CLIENT = BUILD / "bench" / "load" / "load_client"

SANITIZE = os.environ.get("SANITIZE", "")
SANITIZED = bool(SANITIZE)

# How much longer than plain ones sanitized programs may take.
SLOWNESS = 4 if SANITIZED else 1

# A machine that is busy with something else may take so much longer.
PATIENCE = 4 * SLOWNESS

# Found in the environment of every process of this run; see processes.py.
RUN_MARK = f"SLOTCAST_TEST_RUN={os.getpid()}"

_slot_prefix = f"test-{os.getpid()}-"


def slot_name(label):
    """A slot's name that no other run uses."""
    return _slot_prefix + label


def slots_of_this_run():
    return sorted(path.name for path in
                  SHARED_MEMORY.glob(f"slotcast.{_slot_prefix}*"))


# Below what the kernel gives to those who connect (ip_local_port_range), or a
# port could be taken between our asking and the binding.
_PORTS = range(12_000, 32_000, 2)
_ports = itertools.cycle(random.sample(_PORTS, len(_PORTS)))


def _is_free(port):
    """Over TCP and UDP, on both loopback addresses, if there are two."""
    with contextlib.ExitStack() as stack:
        for family, address in ((socket.AF_INET, "127.0.0.1"),
                                (socket.AF_INET6, "::1")):
            for kind in socket.SOCK_STREAM, socket.SOCK_DGRAM:
                try:
                    one = stack.enter_context(socket.socket(family, kind))
                    one.bind((address, port))
                except OSError as error:
                    if error.errno == errno.EADDRINUSE:
                        return False
    return True


def free_port():
    """An even port that is free, as the next one is: RTP needs two."""
    return next(port for port in _ports
                if _is_free(port) and _is_free(port + 1))
