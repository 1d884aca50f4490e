"""Which slot is meant where an address names none, on a machine of its own.

fcgi-stream runs as CGI in a mount namespace with an empty /dev/shm, because
other slots of this machine are cameras, too.
"""
# SPDX-License-Identifier: MIT
import os
import shlex

import pytest

import processes
import surroundings
from slots import random_jpeg

pytestmark = pytest.mark.patient

PICTURE, VALUE = random_jpeg(1), b"{}"
TYPES = {PICTURE: "image/jpeg", VALUE: "application/json"}


def ask(folder, slots, address, *options):
    """The answer to CGI on a machine with these slots: (status, body)."""
    lines = ["mount -t tmpfs tmpfs /dev/shm"]
    for name, value in slots.items():
        file = folder / name
        file.write_bytes(value)
        lines.append(shlex.join([
            str(surroundings.SLOTCTL), "put", "--media-type", TYPES[value],
            name]) + f" < {shlex.quote(str(file))}")
    lines.append("exec " + shlex.join([str(surroundings.FCGI_STREAM),
                                       *options]))
    path, _, query = address.partition("?")
    as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
    result = processes.run(
        ["unshare", "--mount", *as_root, "sh", "-ec", "\n".join(lines)],
        env={**processes.environment(folder), "GATEWAY_INTERFACE": "CGI/1.1",
             "REQUEST_METHOD": "GET", "SCRIPT_NAME": path,
             "QUERY_STRING": query})
    assert result.returncode == 0, result.stderr.decode()
    head, _, body = result.stdout.partition(b"\r\n\r\n")
    return int(head.split()[1]), body


@pytest.mark.parametrize("slots, options, wanted", [
    ({"gate": PICTURE}, (), 200),
    ({"gate": PICTURE, "gate.objects": VALUE, "gate.small": PICTURE,
      "weather": VALUE}, (), 200),
    ({"gate": PICTURE, "roof": PICTURE}, (), 404),
    ({"main": PICTURE, "roof": PICTURE}, (), 200),
    ({"gate": PICTURE, "roof": PICTURE}, ("--slot", "roof"), 200),
    ({"gate": PICTURE}, ("--slot", "roof"), 404),
    ({"weather": VALUE}, (), 404)])
def test_the_only_camera_needs_no_name(folder, slots, options, wanted):
    for address in "/snapshot", "/video?frames=1":
        status, body = ask(folder, slots, address, *options)
        assert status == wanted, body
        assert (PICTURE in body) == (wanted == 200)
