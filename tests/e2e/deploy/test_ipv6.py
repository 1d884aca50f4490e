"""Web servers that listen by IPv6: who comes in, and how old pictures get."""
# SPDX-License-Identifier: MIT
import http.client
import socket
import time

import pytest

import curl
import protection
from attempts import best_of_some

# Of a stream of 30 pictures a second it is a tenth.
SLOW_BYTES_PER_S = 300_000
PIECE_BYTES = 4096
WATCHED_S = 6
# Without an answer of the kernel they are as old as the watching was long.
AGE_MAX_S = 2.5


def has_ipv6():
    with socket.socket(socket.AF_INET6) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError:
            return False
    return True


pytestmark = pytest.mark.skipif(not has_ipv6(),
                                reason="this machine has no IPv6")


def slow_link(host, port):
    connection = http.client.HTTPConnection(host, port)
    connection.sock = socket.socket(
        socket.AF_INET6 if ":" in host else socket.AF_INET)
    connection.sock.settimeout(10)
    connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
    connection.sock.connect((host, port))
    return connection


def read_slowly(answer, count):
    for _ in range(count // PIECE_BYTES):
        answer.read(PIECE_BYTES)
        time.sleep(PIECE_BYTES / SLOW_BYTES_PER_S)
    answer.read(count % PIECE_BYTES)


def slow_viewers_last_age(host, port):
    """The age of the last picture that came through a slow link."""
    connection = slow_link(host, port)
    connection.request("GET", "/video")
    answer, age, fields = connection.getresponse(), None, {}
    begin = time.time()
    while time.time() < begin + WATCHED_S:
        name, _, value = answer.readline().decode().strip().partition(": ")
        fields[name] = value
        if name == "X-Frame-Serial":  # the last one
            answer.readline()
            read_slowly(answer, int(fields["Content-Length"]))
            age = time.time() - float(fields["X-Timestamp"])
    connection.close()
    return age


@pytest.mark.parametrize("address, hosts", [
    ("[::1]", ["::1"]), ("[::]", ["::1", "127.0.0.1"])])
def test_slow_viewers_see_fresh_pictures(
        new_server, camera, address, hosts):
    server = new_server(("--slot", camera.slot),
                        values={"SLOTCAST_ADDRESS": address})

    @best_of_some
    def watch(host):
        age = slow_viewers_last_age(host, server.port)
        assert age < AGE_MAX_S, (host, age)

    for host in hosts:
        watch(host)


def test_one_address_serves_both(new_server, camera):
    server = new_server(("--slot", camera.slot),
                        values={"SLOTCAST_ADDRESS": "[::]"})
    for host in "127.0.0.1", "[::1]":
        for path in "/snapshot", "/", "/metrics":
            answer = curl.fetch(f"http://{host}:{server.port}{path}")
            assert answer.status == 200, (host, path)


def test_one_address_serves_both_by_tls(new_server, camera):
    server = new_server(("--slot", camera.slot), change=protection.speak_tls,
                        values={"SLOTCAST_ADDRESS": "[::]"})
    for host in "127.0.0.1", "[::1]":
        answer = curl.fetch(f"https://{host}:{server.tls_port}/snapshot",
                            "--insecure")
        assert answer.status == 200, host
