"""make install and make uninstall, into a folder that others use as well."""
# SPDX-License-Identifier: MIT
import os
import re
import subprocess

import pytest

from surroundings import BUILD, ROOT

PREFIX = "/opt/cameras"
FOREIGN = ("bin/capture-daemon.sh", "lib/libother.a", "share/man/man1/other.1",
           "share/slotcast/own.conf", "lib/systemd/system/other.service")


def make(*words):
    subprocess.run(
        ["make", "--no-print-directory", f"BUILD={BUILD}",
         f"PREFIX={PREFIX}", *words],
        cwd=ROOT, stdout=subprocess.DEVNULL, check=True)


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
