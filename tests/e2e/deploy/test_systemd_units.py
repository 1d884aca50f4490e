"""deploy/systemd: what can be said of the units without a running systemd."""
# SPDX-License-Identifier: MIT
import shutil

import pytest

import processes
import surroundings

pytestmark = pytest.mark.patient

FOLDER = surroundings.ROOT / "deploy" / "systemd"
UNITS = sorted(FOLDER.glob("*.service")) + sorted(
    FOLDER.glob("*.socket")) + sorted(
    (surroundings.ROOT / "deploy" / "drone").glob("*.service"))
EXAMPLES = sorted((FOLDER / "examples").glob("*.conf"))
PROGRAMS = {
    "/usr/local/bin/capture-daemon": surroundings.CAPTURE_DAEMON,
    "/usr/local/bin/fcgi-stream": surroundings.FCGI_STREAM,
    "/usr/local/bin/drone-sender":
        surroundings.ROOT / "deploy" / "drone" / "drone-sender",
    "/usr/local/share/slotcast/deploy": surroundings.ROOT / "deploy",
}


# As systemd-analyze counts: tenths, of which a program without any wall gets 95.
# A camera takes the network (1.1), device nodes (0.4) and recordings.
EXPOSURE_TENTHS = {"fcgi-stream.service": 10, "capture-daemon@.service": 20,
                   "slot-record@.service": 5}


def needs(program):
    return pytest.mark.skipif(shutil.which(program) is None,
                              reason=f"{program} is not installed")


@pytest.fixture
def unit(request, folder):
    """A copy of a unit that names the programs where they are now."""
    text = request.param.read_text()
    for installed, built in PROGRAMS.items():
        text = text.replace(installed, str(built))
    copy = folder / request.param.name
    copy.write_text(text)
    for socket in FOLDER.glob("*.socket"):
        shutil.copy(socket, folder)
    for service in FOLDER.glob("*.service"):
        if service.stem == copy.stem and service.name != copy.name:
            shutil.copy(service, folder)
    return copy


@needs("systemd-analyze")
@pytest.mark.parametrize("unit", UNITS, indirect=True,
                         ids=[unit.name for unit in UNITS])
def test_systemd_understands_the_unit(unit):
    result = processes.run(["systemd-analyze", "verify", "--man=no", unit])
    assert result.returncode == 0, result.stderr.decode()
    assert result.stderr == b""


def test_the_responder_may_ask_about_the_links_of_nginx():
    text = (FOLDER / "fcgi-stream.service").read_text()
    settings = dict(line.split("=", 1) for line in text.splitlines()
                    if "=" in line and not line.startswith("#"))
    assert "AF_NETLINK" in settings["RestrictAddressFamilies"].split()
    # nginx's connections are not in another network.
    assert settings.get("PrivateNetwork", "no") == "no"


@needs("systemd-analyze")
@pytest.mark.parametrize("name, tenths", EXPOSURE_TENTHS.items())
def test_the_unit_is_confined(name, tenths):
    result = processes.run(["systemd-analyze", "security", "--no-pager",
                            "--offline=true", f"--threshold={tenths}",
                            FOLDER / name])
    assert result.returncode == 0, result.stdout.decode()


@needs("systemd-sysusers")
def test_systemd_would_make_the_user():
    result = processes.run(
        ["systemd-sysusers", "--dry-run", FOLDER / "sysusers.conf"])
    assert result.returncode == 0, result.stderr.decode()


@pytest.mark.parametrize("example", EXAMPLES,
                         ids=[example.stem for example in EXAMPLES])
def test_the_daemon_understands_the_example(example):
    result = processes.run([surroundings.CAPTURE_DAEMON, "--slot",
                            example.stem, "--config", example, "--list"])
    assert result.returncode == 0, result.stderr.decode()
    assert any(line.startswith(("source =", "listen ="))
               for line in example.read_text().splitlines())
