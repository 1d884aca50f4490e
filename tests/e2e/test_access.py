"""Who gets in: groups, links that end, lists of addresses, guessed passwords.

deploy's blocks, switched on by one line each.
"""
# SPDX-License-Identifier: MIT
import base64
import hashlib
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import processes
import protection
import web_server

GUEST = ("--user", "guest:visit")
OPERATOR = ("--user", "operator:secret")
SECRET = "change-this-secret"


@pytest.fixture
def gate(new_camera):
    """The camera that guests may see; the session's they may not."""
    return new_camera("gate")


def give_passwords(server):
    lines = [f"{user}:{protection.run('openssl', 'passwd', '-apr1', word)}"
             for user, word in (("operator", "secret"), ("guest", "visit"))]
    (server.settings_folder / "htpasswd").write_text("".join(lines))


def include(server, *files):
    for file in files:
        web_server.uncomment(
            server.configuration,
            protection.INCLUDE[server.kind].format(file))


def share_gate(slot):
    """A group that sees `slot`, in the place of the example's camera."""
    def change(server):
        give_passwords(server)
        file = server.configuration.parent / "groups.conf"
        file.write_text(file.read_text().replace("/gate", f"/{slot}"))
        include(server, *{"nginx": ["auth.conf"]}.get(server.kind, []),
                "groups.conf")
    return change


def test_a_guest_sees_one_camera_and_learns_of_no_other(new_server, camera,
                                                        gate):
    server = new_server(("--slot", camera.slot), change=share_gate(gate.slot))
    for path in (f"/snapshot/{gate.slot}", f"/snapshot/{gate.slot}.jpg"):
        assert server.get(path).status == 401
        assert server.get(path, "--user", "guest:guess").status == 401
        assert server.get(path, *GUEST).status == 200, path
        assert server.get(path, *OPERATOR).status == 200, path
    encoded = "".join(f"%{ord(letter):02x}" for letter in camera.slot)
    refused = ["/", "/streams", "/events", "/metrics", "/video?frames=1",
               "/snapshot", f"/snapshot/{camera.slot}", f"/snapshot/{encoded}",
               f"/snapshot/{gate.slot}x", f"/video/{camera.slot}?slot=gate",
               f"/snapshot?slot={camera.slot}",
               f"/?action=snapshot&slot={gate.slot}",
               f"/snapshot/{gate.slot}/../{camera.slot}",
               f"/camera/snapshot/{camera.slot}"]
    # At the same time: lighttpd makes each who is refused wait a second.
    with ThreadPoolExecutor(len(refused)) as pool:
        answers = pool.map(lambda path: server.get(path, *GUEST), refused)
        for path, answer in zip(refused, answers):
            assert answer.status in (401, 403), path
    assert server.get(f"/snapshot/{camera.slot}", *OPERATOR).status == 200
    assert server.get("/streams", *OPERATOR).status == 200


def test_addresses_outside_the_list_are_refused(new_server, camera):
    def change(server):
        include(server, "addresses.conf")
        file = server.configuration.parent / "addresses.conf"
        text = file.read_text()
        for own in ("allow 127.0.0.0/8;\n", "127\\.|"):
            text = text.replace(own, "")
        file.write_text(text)

    server = new_server(("--slot", camera.slot), change=change)
    for path in ("/", "/streams", "/snapshot", "/video"):
        assert server.get(path).status == 403, path


@pytest.fixture
def link_server(folder, camera):
    """Only nginx: Debian's lighttpd has no module that checks links."""
    def change(server):
        give_passwords(server)
        include(server, "auth.conf", "links.conf")

    server = web_server.Nginx(folder, ("--slot", camera.slot), change=change)
    yield server
    server.stop()


def link(path, until):
    digest = hashlib.md5(f"{until} {path} {SECRET}".encode()).digest()
    key = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return f"{path}?until={until}&key={key}"


def test_a_link_opens_one_camera_until_it_ends(link_server, camera, gate):
    soon = int(time.time()) + 3600
    path = f"/snapshot/{gate.slot}"
    good = link(path, soon)
    assert link_server.get(good).status == 200
    assert link_server.get(path).status == 401
    assert link_server.get(path, *OPERATOR).status == 200
    for forged in (good.replace(gate.slot, camera.slot),
                   good.replace(f"until={soon}", f"until={soon + 1}"),
                   good[:-1], good + f"&slot={camera.slot}",
                   link(path, int(time.time()) - 1)):
        assert link_server.get(forged).status == 401, forged


def test_guessing_passwords_is_slowed_down(link_server):
    result = processes.run([
        "curl", "--silent", "--output", "/dev/null", "--write-out",
        "%{http_code}\n", "--user", "operator:guess",
        link_server.url("/snapshot?[1-400]")], seconds=60)
    answers = result.stdout.decode().split()
    assert set(answers) == {"401", "429"}, set(answers)
