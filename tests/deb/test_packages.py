"""The Debian packages, installed, used and purged beside a site that is there."""
# SPDX-License-Identifier: MIT
import os
import re
import shutil
import subprocess
import time

import pytest

import debian_system
import web_site

PICTURE_SECONDS = 60
CHANGE_SECONDS = 60
JPEG_START = b"\xff\xd8\xff"
# What apt and the system itself go on writing.
RESTLESS = re.compile(
    r"/(dev|proc|run|sys|tmp|root|var/(backups|cache|log|tmp|lib/(apt|dpkg|systemd)))(/|$)"
    r"|/etc/(ld\.so\.cache|(passwd|shadow|group|gshadow|subuid|subgid)-)$")


def listeners(system):
    """The local ends of all sockets that wait for strangers."""
    tables = system.run("cat", "/proc/net/tcp", "/proc/net/tcp6",
                        "/proc/net/udp", "/proc/net/udp6").stdout.decode()
    rows = [line.split() for line in tables.splitlines()]
    return {row[1] for row in rows if row[3] in ("0A", "07")}


def files(system):
    found = system.run("find", "/", "-xdev").stdout.decode().splitlines()
    return {path for path in found if not RESTLESS.match(path)}


def processes(system):
    return set(system.run("pgrep", "-x", "capture-daemon|fcgi-stream",
                          check=False).stdout.split())


def user_of(system, program):
    return system.run("ps", "-o", "user:32=", "-C",
                      program).stdout.decode().strip()


def wait_until(condition):
    deadline = time.monotonic() + CHANGE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"not in {CHANGE_SECONDS} s"
        time.sleep(0.3)


def install(system, package, *options):
    shutil.copy(package, system.root / "root")
    system.run("apt-get", "install", "--yes", "--no-install-recommends",
               *options, f"./{package.name}")


def wait_for_picture(system, address):
    deadline = time.monotonic() + PICTURE_SECONDS
    while time.monotonic() < deadline:
        status, media_type, body = web_site.fetch(system, address)
        if status == 200:
            assert media_type == "image/jpeg"
            assert body.startswith(JPEG_START)
            return
        time.sleep(0.5)
    pytest.fail(f"no picture in {PICTURE_SECONDS} s, but {status}: {body!r}")


@pytest.fixture(scope="module", params=[web_site.Lighttpd, web_site.Nginx],
                ids=lambda server: server.name)
def server(request):
    return request.param


@pytest.fixture(scope="module")
def system(server, system_archive):
    """A system that runs a web server and knows nothing of slotcast."""
    other = debian_system.DebianSystem(system_archive,
                                       masked=[f"{server.other}.service"])
    web_site.make_site(other)
    try:
        with other:
            other.before = files(other)
            other.site_before = web_site.site(other)
            other.listeners_before = listeners(other)
            yield other
    except debian_system.NoSystem as why:
        pytest.skip(str(why))


@pytest.mark.skipif(shutil.which("lintian") is None,
                    reason="lintian is not installed")
def test_lintian_has_nothing_to_warn_of(package):
    changes, = package.parent.glob("*.changes")
    result = subprocess.run(
        ["lintian", "--allow-root", "--fail-on", "error,warning", changes],
        capture_output=True, check=False, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_stranger_builds_the_example_from_the_library_package(
        library_package, tmp_path):
    subprocess.run(["dpkg-deb", "--extract", library_package, tmp_path],
                   check=True)
    folder, = tmp_path.glob("usr/lib/*/pkgconfig")
    environment = {**os.environ, "PKG_CONFIG_PATH": str(folder),
                   "PKG_CONFIG_SYSROOT_DIR": str(tmp_path)}
    flags = subprocess.run(
        ["pkg-config", "--cflags", "--libs", "slotcast"], env=environment,
        capture_output=True, check=True, text=True).stdout.split()
    example = tmp_path / "usr/share/doc/slotcast-dev/examples/slot-cat.c"
    program = tmp_path / "slot-cat"
    subprocess.run(["cc", example, *flags, "-o", program], check=True)
    with subprocess.Popen([program, "no-such-slot"], stderr=subprocess.PIPE,
                          text=True) as waiting:
        try:
            assert "no-such-slot" in waiting.stderr.readline()
        finally:
            waiting.terminate()


# The tests below are one story for each web server, in this order.

def test_installing_opens_nothing_and_starts_nothing(system, package):
    install(system, package)
    assert listeners(system) == system.listeners_before
    assert not processes(system)
    assert web_site.site(system) == system.site_before


def test_two_lines_put_a_camera_on_the_web(system, server):
    system.write("/etc/slotcast/gate.conf", "source = pattern:\n")
    system.run("systemctl", "enable", "--now", "capture-daemon@gate.service")
    server.add_camera(system)
    wait_for_picture(system, "/camera/snapshot/gate.jpg")
    status, media_type, stream = web_site.fetch(
        system, "/camera/video/gate?frames=3")
    assert status == 200
    assert media_type.startswith("multipart/x-mixed-replace")
    assert stream.count(JPEG_START) == 3


def test_the_page_is_there_with_all_its_files(system):
    assert web_site.fetch(system, "/camera")[0] == 301
    status, media_type, page = web_site.fetch(system, "/camera/")
    assert status == 200
    assert media_type.startswith("text/html")
    assert b"<title>slotcast</title>" in page
    for path in (system.root / "usr/share/slotcast/www").iterdir():
        status, media_type, body = web_site.fetch(
            system, f"/camera/{path.name}", "--compressed")
        assert (status, body) == (200, path.read_bytes())
        if path.suffix == ".js":
            assert "javascript" in media_type
    status, media_type, _ = web_site.fetch(
        system, "/camera/?action=snapshot&slot=gate")
    assert (status, media_type) == (200, "image/jpeg")


def test_the_site_that_was_there_is_untouched(system):
    assert web_site.site(system) == system.site_before
    assert listeners(system) == system.listeners_before


def test_nothing_of_it_runs_as_root(system):
    assert user_of(system, "capture-daemon") == "slotcast"
    assert user_of(system, "fcgi-stream") != "root"


def test_an_upgrade_runs_the_new_programs_and_keeps_the_camera(
        system, package):
    before = processes(system)
    assert len(before) == 2
    install(system, package, "--reinstall")
    wait_until(lambda: not before & processes(system))
    wait_for_picture(system, "/camera/snapshot/gate.jpg")
    assert web_site.site(system) == system.site_before


def test_purging_leaves_nothing_but_the_old_site(system, server):
    system.run("apt-get", "purge", "--yes", "--autoremove", "slotcast")
    wait_until(lambda: not processes(system))
    assert sorted(files(system) - system.before) == []
    assert sorted(system.before - files(system)) == []
    assert system.run("find", "/dev/shm", "/run", "-name",
                      "slotcast*").stdout == b""
    assert system.run("getent", "passwd", "slotcast", check=False).stdout == b""
    assert web_site.site(system) == system.site_before
    system.run("systemctl", "restart", server.name)
    assert web_site.site(system) == system.site_before
