"""The file of fcgi-stream is run, never sent: under every shipped configuration.

The program stands in no document root, but CGI leads addresses to its path: a
web server that does not run it there would send it to whoever asks.
"""
# SPDX-License-Identifier: MIT
import re

import pytest

import processes
import surroundings
from web_server import Lighttpd, Nginx, replace_line

pytestmark = pytest.mark.patient

ROUTES = surroundings.ROOT / "fcgi-stream" / "request" / "route.c"
ENDLESS_SECONDS = "0.5"


def _use_cgi(server):
    replace_line(server.configuration,
                 'include "slotcast-fastcgi.conf"', 'include "cgi.conf"')


CONFIGURATIONS = {
    "lighttpd": (Lighttpd, None),
    "lighttpd, CGI": (Lighttpd, _use_cgi),
    "nginx": (Nginx, None),
}


@pytest.fixture(params=CONFIGURATIONS)
def web(request, folder, camera):
    server_class, change = CONFIGURATIONS[request.param]
    server = server_class(folder, ("--slot", camera.slot), change=change)
    yield server
    server.stop()


def routes():
    """What fcgi-stream/request/route.c takes for one of its addresses."""
    return re.findall(r'{ "([a-z.]+)", VERB_', ROUTES.read_text())


def addresses(server):
    """All that could lead to the file, by fcgi-stream's addresses or its own."""
    endings = ("", "/", "/nobody", "/nobody.css", "//", "/..%2f",
               f"/%2e%2e{server.folder}/fcgi-stream")
    for place in ("", "/camera"):
        for route in routes():
            yield from (f"{place}/{route}{ending}" for ending in endings)
        for name in ("fcgi-stream", "fcgi-stream.program"):
            yield f"{place}{server.folder}/{name}"
            yield f"{place}/{name}"
            yield f"{place}/..%2f{name}"
            yield f"{place}/../{name}"


def test_no_address_leads_to_the_program_as_a_file(web):
    urls = [web.url(address + "?frames=1") for address in addresses(web)]
    sent = processes.run(["curl", "--silent", "--path-as-is", "--max-time",
                          ENDLESS_SECONDS, *urls]).stdout
    program = (web.folder / "fcgi-stream").read_bytes().splitlines()
    assert [line for line in (b"\x7fELF", *program) if line in sent] == []
    assert sent.count(b"No stream is called nobody") > 2, "nobody was asked"


@pytest.mark.parametrize("web", ["lighttpd, CGI"], indirect=True)
def test_a_program_that_may_not_be_run_is_refused(web):
    (web.folder / "fcgi-stream").chmod(0o644)
    answer = web.get("/snapshot")
    assert answer.status == 403
    assert b"fcgi-stream" not in answer.body


def test_each_address_of_fcgi_stream_runs_it(web):
    for route in routes():
        for place in ("", "/camera"):
            answer = web.get(f"{place}/{route}", "--head")
            assert answer.status == 200, f"{place}/{route}: {answer}"
            assert answer.headers["Cache-Control"] == "no-store"
