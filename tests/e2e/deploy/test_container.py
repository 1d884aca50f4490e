"""deploy/container/compose.yaml, each restriction of it held by systemd-nspawn.

No image is built here: the programs and nginx are this machine's, the users,
capabilities, volumes, shared memory and commands are those of the file.
"""
# SPDX-License-Identifier: MIT
import contextlib
import json
import os
import re
import shutil

import pytest

import curl
import nspawn
import processes
import surroundings

yaml = pytest.importorskip("yaml", reason="python3-yaml is not installed")

CONTAINER = surroundings.ROOT / "deploy" / "container"
COMPOSE = yaml.safe_load((CONTAINER / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
START = surroundings.ROOT / "tests" / "lib" / "start_containers"
PROBE = surroundings.ROOT / "tests" / "lib" / "probe_container"
NEEDED = ("systemd-nspawn", "systemd-sysusers", "unshare", "nginx")
missing = [name for name in NEEDED if shutil.which(
    name, path=os.environ["PATH"] + ":/usr/sbin") is None]
# As our programs and nginx say it, not libraries: GnuTLS may lock no memory.
COMPLAINT = re.compile(r": (warning|error): |\[(warn|error|crit|alert|emerg)\]")
NO_CAPABILITIES = ["0000000000000000"] * 5

pytestmark = [
    pytest.mark.patient,
    pytest.mark.skipif(missing, reason=f"not installed: {missing}"),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root starts containers"),
    pytest.mark.skipif(surroundings.SANITIZED, reason="a sanitizer could "
                       "write its findings nowhere"),
]


def memory_bytes():
    """Of the one service whose /dev/shm the others share."""
    sizes = [service["shm_size"] for service in SERVICES.values()
             if "shm_size" in service]
    number, unit = re.fullmatch(r"(\d+)([mg])", *sizes).groups()
    return int(number) << {"m": 20, "g": 30}[unit]


def volumes(service):
    """(name, folder in the container) of each."""
    return [volume.split(":")[:2] for volume in service.get("volumes", [])]


def options(service, folder):
    """What compose.yaml says of a service, as systemd-nspawn says it."""
    words = [f"--user={service['user']}"]
    if service["read_only"]:
        words.append("--read-only")
    if service["cap_drop"] == ["ALL"]:
        words.append("--drop-capability=all")
    if "no-new-privileges" in service["security_opt"]:
        words.append("--no-new-privileges=yes")
    words += [f"--bind={folder / name}:{place}"
              for name, place in volumes(service)]
    words += [f"--tmpfs={place}" for place in service.get("tmpfs", [])]
    return words


class Containers:
    """The services of compose.yaml, and beside each one a probe of it."""

    def __init__(self, folder):
        self.folder = folder
        self.port = surroundings.free_port()
        self._install(folder / "files")
        for name, service in SERVICES.items():
            for volume, _ in volumes(service):
                (folder / volume).mkdir(exist_ok=True)
                shutil.chown(folder / volume, "www-data", "www-data")
            words = options(service, folder)
            # systemd-nspawn is a service manager of whom compose knows nothing.
            self._write(name, words + ["/usr/bin/env", "-u", "NOTIFY_SOCKET",
                                       *service["command"]])
            self._write(f"{name}-probe", words + [
                "/bin/sh", "-c", "/usr/local/bin/probe_container; sleep 1000"])
        self._process = processes.Process(
            [START, folder, memory_bytes()], folder)

    def _write(self, name, words):
        (self.folder / f"{name}.options").write_text("\n".join(words) + "\n")

    def _install(self, files):
        nspawn.copy(files, (
            (surroundings.CAPTURE_DAEMON, "usr/local/bin"),
            (surroundings.FCGI_STREAM, "usr/local/bin"),
            (PROBE, "usr/local/bin"),
            (nspawn.UNITS / "sysusers.conf", "etc/sysusers.d/slotcast.conf")))
        shutil.copytree(surroundings.ROOT / "www",
                        files / "usr" / "share" / "slotcast" / "www")
        settings = files / "etc" / "slotcast" / "nginx"
        result = processes.run(
            [CONTAINER / "make-settings", settings],
            env={**os.environ, "SLOTCAST_PORT": str(self.port),
                 "SLOTCAST_ADDRESS": "127.0.0.1"})
        assert result.returncode == 0, result.stderr.decode()

    def log(self, name):
        file = self.folder / f"{name}.log"
        return file.read_text() if file.exists() else ""

    def logs(self):
        return self._process.log + "".join(
            f"\n{name}: {self.log(name)}" for name in SERVICES)

    def get(self, path):
        return curl.fetch(f"http://127.0.0.1:{self.port}{path}")

    def has_picture(self):
        assert self._process.is_running(), self.logs()
        with contextlib.suppress(AssertionError):
            return self.get("/snapshot/main").status == 200

    def facts(self, name):
        """What the probe beside service `name` found."""
        def read():
            assert self._process.is_running(), self.logs()
            return self.log(f"{name}-probe").rpartition("{")[2].endswith("}")
        processes.wait_until(read, 10, "the probe")
        return json.loads(self.log(f"{name}-probe"))

    def stop(self):
        self._process.stop()


@pytest.fixture(scope="module")
def containers(session_folder):
    folder = session_folder / "containers"
    folder.mkdir()
    containers = Containers(folder)
    processes.wait_until(containers.has_picture, 20, "a picture")
    yield containers
    containers.stop()


def test_a_picture_comes_through_nginx(containers):
    answer = containers.get("/snapshot/main")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.body.startswith(b"\xff\xd8")
    assert answer.body.endswith(b"\xff\xd9")


def test_the_page_is_there(containers):
    answer = containers.get("/")
    assert answer.status == 200 and "slotcast" in answer.text


def test_the_programs_have_nothing_to_complain_of(containers):
    for name in SERVICES:
        assert COMPLAINT.search(containers.log(name)) is None, \
            containers.logs()


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_no_rights(containers, name):
    facts = containers.facts(name)
    assert facts["user"] == SERVICES[name]["user"] != "root"
    assert facts["capabilities"] == NO_CAPABILITIES
    assert facts["no new privileges"] == "1"


@pytest.mark.parametrize("name, places", [
    ("camera", ["/dev/shm"]),
    ("responder", ["/dev/shm", "/run/slotcast"]),
    ("web", ["/dev/shm", "/run/slotcast"])])
def test_a_service_writes_there_and_nowhere_else(containers, name, places):
    facts = containers.facts(name)
    assert facts["tried"] == []
    assert [place for place in facts["writable"]
            if not place.startswith("/run/slotcast/")] == places


@pytest.mark.parametrize("name", SERVICES)
def test_the_shared_memory_has_the_stated_size(containers, name):
    assert containers.facts(name)["shared memory"] == memory_bytes()


def test_only_the_web_port_is_published_and_to_this_machine_only():
    published = [port for service in SERVICES.values()
                 for port in service.get("ports", [])]
    assert published == ["127.0.0.1:5000:5000"]


def test_all_services_share_the_slots_of_one():
    owners = [name for name, service in SERVICES.items()
              if service["ipc"] == "shareable"]
    assert len(owners) == 1
    assert {service["ipc"] for service in SERVICES.values()} == {
        "shareable", f"service:{owners[0]}"}


def pod_of(folder, *arguments):
    """The arguments of each podman that start-pod calls."""
    podman = folder / "podman"
    podman.write_text("#!/bin/sh\nprintf '%s\\0' \"$@\" >> \"$0.calls\"\n"
                      "echo >> \"$0.calls\"\n")
    podman.chmod(0o755)
    result = processes.run(
        [CONTAINER / "start-pod", *arguments],
        env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"})
    assert result.returncode == 0, result.stderr.decode()
    calls = (folder / "podman.calls").read_text().splitlines()
    return [call.split("\0")[:-1] for call in calls]


def expected_of(name, service):
    """How start-pod runs it; compose puts its own name before a volume's."""
    return ["run", "--detach", "--pod", "slotcast", "--name",
            f"slotcast-{name}", "--user", service["user"], "--restart",
            service["restart"], "--read-only", "--read-only-tmpfs=false",
            "--cap-drop", *service["cap_drop"], "--security-opt",
            *service["security_opt"],
            *(word for volume in service.get("volumes", [])
              for word in ("--volume", f"slotcast_{volume}")),
            service["image"], *service["command"]]


def test_the_compose_file_has_only_what_debian_12_s_docker_compose_knows():
    """That one, 1.29, refuses the file for any other key, "name" say."""
    assert {key for key in COMPOSE if not key.startswith("x-")} == {
        "services", "volumes"}


def test_the_pod_is_what_the_compose_file_says(folder):
    calls = pod_of(folder)
    owner = next(service for service in SERVICES.values()
                 if service["ipc"] == "shareable")
    assert calls[0] == ["pod", "create", "--name", "slotcast", "--share",
                        "ipc,net", "--shm-size", owner["shm_size"],
                        "--publish", *owner["ports"]]
    assert calls[1:] == [expected_of(*row) for row in SERVICES.items()]


def test_the_pod_takes_another_camera(folder):
    camera = pod_of(folder, "/dev/video0", "--device", "/dev/video0")[-1]
    assert camera[-7:] == ["--device", "/dev/video0", "slotcast",
                           "capture-daemon", "--slot", "main", "/dev/video0"]
