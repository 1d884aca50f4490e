"""make install and make uninstall, into a folder that others use as well."""
# SPDX-License-Identifier: MIT
import os
import re
import subprocess

import pytest

import debian_system
from surroundings import BUILD, ROOT

PREFIX = "/opt/cameras"
FOREIGN = ("bin/capture-daemon.sh", "lib/libother.a", "share/man/man1/other.1",
           "share/slotcast/own.conf", "lib/systemd/system/other.service")


def make(*words, prefix=PREFIX):
    """Run make; returns what it printed."""
    return subprocess.run(
        ["make", "--no-print-directory", f"BUILD={BUILD}",
         f"PREFIX={prefix}", *words],
        cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True).stdout


def files(root):
    return {str(path.relative_to(root)) for path in root.rglob("*")
            if not path.is_dir()}


@pytest.fixture
def root(tmp_path):
    """A root folder with slotcast and other people's files in it."""
    for name in FOREIGN:
        file = tmp_path / PREFIX.lstrip("/") / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("not ours\n")
    umask = os.umask(0o077)
    try:
        make("install", f"DESTDIR={tmp_path}")
    finally:
        os.umask(umask)
    return tmp_path


@pytest.fixture
def prefix(root):
    return root / PREFIX.lstrip("/")


def test_uninstall_removes_what_install_put_and_nothing_else(root, prefix):
    assert (prefix / "bin/capture-daemon").exists()
    make("uninstall", f"DESTDIR={root}")
    foreign = {f"{PREFIX.lstrip('/')}/{name}" for name in FOREIGN}
    assert files(root) == foreign
    assert [path.name for path in (prefix / "share/slotcast").iterdir()] == \
        ["own.conf"]


def test_a_program_that_was_installed_runs(prefix):
    result = subprocess.run([prefix / "bin/slotctl", "--version"],
                            capture_output=True, check=True, text=True)
    version = re.search(r"^VERSION := (.+)$", (ROOT / "Makefile").read_text(),
                        re.MULTILINE).group(1)
    assert version in result.stdout


def test_units_and_web_servers_name_the_place_of_the_programs(root, prefix):
    units = list((prefix / "lib/systemd/system").glob("capture-daemon@*"))
    servers = list((prefix / "share/slotcast/deploy").glob("*/slotcast*.conf"))
    for file in units + servers:
        assert "/usr/local" not in file.read_text()
    assert f"ExecStart={PREFIX}/bin/capture-daemon" in units[0].read_text()
    subprocess.run([prefix / "share/slotcast/deploy/configure", "lighttpd",
                    root / "copy"], check=True,
                   env={**os.environ, "SLOTCAST_FCGI_STREAM": "/elsewhere"})
    text = (root / "copy/slotcast-fastcgi.conf").read_text()
    assert '"bin-path" => "/elsewhere"' in text


def test_everybody_may_read_what_root_installed_with_a_strict_umask(prefix):
    ours = [prefix / name for name in files(prefix)
            if name not in FOREIGN]
    assert [path for path in ours if path.stat().st_mode & 0o044 != 0o044] == []


@pytest.mark.parametrize("place", ["/usr/local", PREFIX])
def test_what_it_tells_to_type_starts_a_camera(place, package, system_archive):
    other = debian_system.DebianSystem(system_archive)
    try:
        with other:
            other.run("apt-get", "satisfy", "--yes", "--no-install-recommends",
                      debian_system.dependencies(package).strip())
            make("install", f"DESTDIR={other.root}", prefix=place)
            told = make("after-install", prefix=place)
            lines = re.findall(r"^    (.+)$", told, re.MULTILINE)
            assert len(lines) == 6
            for line in lines:
                other.run("sh", "-c", line.replace("NAME", "gate").replace(
                    "/dev/video0", "pattern:"))
            shown = other.run(f"{place}/bin/slotctl", "show", "gate")
            assert b"writer" in shown.stdout
            assert other.run("stat", "--format=%U", "/run/slotcast",
                             ).stdout == b"www-data\n"
    except debian_system.NoSystem as why:
        pytest.skip(str(why))
