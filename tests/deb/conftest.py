"""What the tests of installing share. make check-deb builds the packages."""
# SPDX-License-Identifier: MIT
import os
import shutil

import pytest

import debian_system
from surroundings import BUILD


def built(name):
    packages = list((BUILD / "deb").glob(f"{name}_*.deb"))
    assert len(packages) == 1, f"make deb makes one {name}, not {packages}"
    return packages[0]


@pytest.fixture(scope="session")
def package():
    return built("slotcast")


@pytest.fixture(scope="session")
def library_package():
    return built("slotcast-dev")


@pytest.fixture(scope="session")
def system_archive(package):
    if os.geteuid() != 0:
        pytest.skip("only root can boot a system in systemd-nspawn")
    if shutil.which("systemd-nspawn") is None:
        pytest.skip("systemd-nspawn is not installed")
    try:
        return debian_system.archive(BUILD, package)
    except debian_system.NoSystem as why:
        pytest.skip(str(why))
