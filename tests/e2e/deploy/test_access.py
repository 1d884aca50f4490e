"""Who gets in: groups, links that end, lists of addresses, guessed passwords.

deploy's blocks, switched on by one line each.
"""
# SPDX-License-Identifier: MIT
import base64
import hashlib
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import curl
import login
import processes
import protection
import surroundings
import web_server

pytestmark = pytest.mark.patient

GUEST = ("--user", "guest:visit")
OPERATOR = ("--user", "operator:secret")
SECRET = "0123456789abcdef"


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


def refuse_this_machine(server):
    include(server, "addresses.conf")
    file = server.configuration.parent / "addresses.conf"
    text = file.read_text()
    for own in ("allow 127.0.0.0/8;\n", "127\\.|"):
        text = text.replace(own, "")
    file.write_text(text)


def test_addresses_outside_the_list_are_refused(new_server, camera):
    server = new_server(("--slot", camera.slot), change=refuse_this_machine)
    for path in ("/", "/streams", "/snapshot", "/video"):
        assert server.get(path).status == 403, path


def link(path, until):
    digest = hashlib.md5(f"{until} {path} {SECRET}".encode()).digest()
    key = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return f"{path}?until={until}&key={key}"


def make_secret(server):
    """As the comment in deploy's links.conf says."""
    file = server.settings_folder / "link-secret"
    file.write_text(f"set $slotcast_secret {SECRET};\n")


def give_links(*more):
    """Links beside passwords, and the blocks `more`."""
    def change(server):
        give_passwords(server)
        make_secret(server)
        include(server, "links.conf", *more)
    return change


def test_a_link_opens_one_camera_until_it_ends(new_server, camera, gate):
    server = new_server(("--slot", camera.slot), change=give_links("auth.conf"))
    soon = int(time.time()) + 3600
    path = f"/snapshot/{gate.slot}"
    good = link(path, soon)
    assert server.get(good).status == 200
    assert server.get(link(f"/camera{path}", soon)).status == 200
    assert server.get(path).status == 401
    assert server.get(path, *OPERATOR).status == 200
    for forged in (good.replace(gate.slot, camera.slot),
                   good.replace(f"until={soon}", f"until={soon + 1}"),
                   good[:-1], good + f"&slot={camera.slot}",
                   good + f"?until={soon}", f"/camera{good}",
                   good.replace("/snapshot", "/video"),
                   good.replace("key=", "key=%"),
                   link("/streams", soon), link("/snapshot", soon),
                   link(path, int(time.time()) - 1)):
        assert server.get(forged).status == 401, forged


def make_link(settings_folder, url, until):
    return processes.run(
        [surroundings.ROOT / "deploy" / "make-link", url, until],
        env={**os.environ, "SLOTCAST_ETC": str(settings_folder)})


def test_the_maker_of_links_makes_those_that_are_let_in(new_server, camera,
                                                        gate):
    server = new_server(("--slot", camera.slot), change=give_links("auth.conf"))
    made = make_link(server.settings_folder,
                     server.url(f"/snapshot/{gate.slot}"), "1 hour")
    assert made.returncode == 0, made.stderr.decode()
    assert curl.fetch(made.stdout.decode().strip()).status == 200


def test_no_link_is_made_that_would_open_nothing(folder):
    (folder / "link-secret").write_text(f"set $slotcast_secret {SECRET};\n")
    good = make_link(folder, "https://host:5443/camera/video/gate", "1 hour")
    assert good.returncode == 0, good.stderr.decode()
    for url, until in (("host/video/gate", "1 hour"),
                       ("https://host//video/gate", "1 hour"),
                       ("https://host/site/video/gate", "1 hour"),
                       ("https://host/video/gate?fps=5", "1 hour"),
                       ("https://host/video", "1 hour"),
                       ("https://host/streams", "1 hour"),
                       ("https://host/video/gate", "1 hour ago"),
                       ("https://host/video/gate", "soon-ish")):
        refused = make_link(folder, url, until)
        assert refused.returncode == 2 and not refused.stdout, (url, until)


def test_a_link_leads_past_groups_but_not_past_the_list_of_addresses(
        new_server, camera, gate):
    def change(server):
        share_gate(gate.slot)(server)
        make_secret(server)
        include(server, "links.conf")

    path = f"/snapshot/{camera.slot}"
    good = link(path, int(time.time()) + 3600)
    server = new_server(("--slot", camera.slot), change=change)
    assert server.get(path, *GUEST).status in (401, 403)
    assert server.get(good).status == 200
    # A browser goes on saying the name that it was once asked for.
    assert server.get(good, *GUEST).status == 200
    assert server.get(link("/streams", int(time.time()) + 3600),
                      *GUEST).status in (401, 403)

    def restrict(server):
        give_links("auth.conf")(server)
        refuse_this_machine(server)

    server = new_server(("--slot", camera.slot), change=restrict)
    assert server.get(good).status == 403
    assert server.get(path, *OPERATOR).status == 403


@pytest.fixture
def login_server(folder, camera):
    """Only nginx: see docs/decisions.md."""
    server = web_server.Nginx(
        folder, ("--slot", camera.slot),
        change=lambda server: include(server, "login.conf"))
    yield server
    server.stop()


def test_a_program_of_the_site_says_who_may(login_server, camera):
    known = ("--cookie", login.PASS)
    path = f"/snapshot/{camera.slot}?max_age_ms=5000"
    assert login_server.get(path, *known).status == 500
    with login.Login(login_server.run_folder / "login.sock") as program:
        threading.Thread(target=program.serve_forever, daemon=True).start()
        for address in ("/", path, "/streams", f"/video/{camera.slot}"):
            assert login_server.get(address).status == 403, address
        assert login_server.get("/", *known).status == 200
        assert login_server.get(path, *known).body.startswith(b"\xff\xd8")
        assert path in program.asked
        program.shutdown()


def test_guessing_passwords_is_slowed_down(new_server, camera):
    """nginx answers 60 a second; lighttpd waits a second with each."""
    server = new_server(("--slot", camera.slot),
                        change=protection.ask_for_password)
    guesses = {"nginx": 1000, "lighttpd": 3}[server.kind]
    begin_s = time.monotonic()
    result = processes.run([
        "curl", "--silent", "--output", "/dev/null", "--write-out",
        "%{http_code}\n", "--user", "operator:guess",
        server.url(f"/snapshot?[1-{guesses}]")], seconds=60)
    answers = result.stdout.decode().split()
    assert len(answers) == guesses and set(answers) <= {"401", "429"}
    assert "429" in answers or time.monotonic() - begin_s > guesses - 1
