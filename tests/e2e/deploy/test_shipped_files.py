"""What can be said of all of deploy/ at once: who is let in as shipped, and
that it names what fcgi-stream answers."""
# SPDX-License-Identifier: MIT
import contextlib
import pathlib
import re

import pytest

import processes
import protection
import surroundings

pytestmark = pytest.mark.patient

DEPLOY = surroundings.ROOT / "deploy"
ROUTES = surroundings.ROOT / "fcgi-stream" / "request" / "route.c"
LISTENS = re.compile(r"^\s*(?:listen|server\.bind|Listen\w+|\$SERVER\[.socket.\])"
                     r"[\s=]+(.*)", re.MULTILINE)
LOCAL = re.compile(r'"?(127\.0\.0\.1|/run/)')
VERBS = re.compile(r"\((?:\?:)?(video\|[a-z|]+)\)\((?:\?:)?/")
# As /proc/net has them.
LISTENING = "0A"
UNCONNECTED = "07"
LOOPBACK = "0100007F"


def files(*endings):
    return [file for file in sorted(DEPLOY.rglob("*"))
            if file.suffix in endings and "examples" not in file.parts]


def test_every_shipped_file_listens_on_this_machine_only():
    places = {(file.name, place)
              for file in files(".conf", ".socket", ".service")
              for place in LISTENS.findall(file.read_text())}
    assert len(places) >= 6
    assert [place for place in places if not LOCAL.match(place[1])] == []


def inodes_of(pid):
    for link in pathlib.Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):  # closed meanwhile
            yield link.readlink().name


def sockets(pid):
    """(table, local address) of all that a process waits with."""
    inodes = set(inodes_of(pid))
    for table in ("tcp", "tcp6", "udp", "udp6"):
        text = pathlib.Path(f"/proc/{pid}/net/{table}").read_text()
        for row in map(str.split, text.splitlines()[1:]):
            waits = row[3] == (LISTENING if "tcp" in table else UNCONNECTED)
            if waits and f"socket:[{row[9]}]" in inodes:
                yield table, row[1].partition(":")[0]


def test_the_web_server_opens_nothing_to_the_network(new_server, camera):
    server = new_server(change=protection.speak_tls)
    found = list(sockets(server.processes[-1].pid))
    assert found == [("tcp", LOOPBACK)] * 2


@pytest.mark.parametrize("address", [
    "rtsp://127.0.0.1:{}/stream", "rtmp://127.0.0.1:{}/live/key",
    "srt://127.0.0.1:{}", "udp://127.0.0.1:{}", "rtp-h264://127.0.0.1:{}"])
def test_a_camera_waits_where_it_was_told_to_and_nowhere_else(new_camera,
                                                              address):
    camera = new_camera("waiting", source=None, options=(
        "--listen", address.format(surroundings.free_port())))
    processes.wait_until(lambda: list(sockets(camera.pid)), 10, "its socket")
    assert {place for _, place in sockets(camera.pid)} == {LOOPBACK}


def routes():
    """What fcgi-stream/request/route.c takes for one of its addresses."""
    return set(re.findall(r'{ "([a-z.]+)", VERB_', ROUTES.read_text()))


def test_every_web_server_hands_on_what_fcgi_stream_answers():
    lists = {(file.name, found) for file in files(".conf")
             for found in VERBS.findall(file.read_text())}
    assert len({name for name, _ in lists}) == 4
    for name, found in lists:
        # "action" is what /?action=… becomes on its way.
        assert set(found.split("|")) - {"action"} == \
            routes() - {"snapshot.jpg"}, name


def test_each_route_leads_through_the_web_server(server, camera):
    for route in routes():
        answer = server.get(f"/{route}", "--head")
        assert answer.headers["Cache-Control"] == "no-store", route
