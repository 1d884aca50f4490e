"""A Debian of its own, booted by systemd-nspawn: for what packages change.

Its network is a loopback interface and nothing else, so that it harms and sees
nobody; what our packages need from Debian's mirror is in its apt's cache.
"""
# SPDX-License-Identifier: MIT
import hashlib
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

BOOT_SECONDS = 120
COMMAND_SECONDS = 300
# systemd-nspawn takes its time to stop what is in it.
HALT_SECONDS = 60

ALREADY_THERE = ("systemd-sysv", "procps", "curl", "lighttpd", "nginx-light")
DEBIAN_LINE = "deb $(REPO_URI) $(RELEASE) $(COMPONENT)"


class NoSystem(Exception):
    """Such a system cannot be had here; says why."""


def mirror_lines():
    """What this machine's apt uses of Debian, as lines of a sources.list."""
    return subprocess.run(
        ["apt-get", "indextargets", "--format", DEBIAN_LINE,
         "Created-By: Packages", "Origin: Debian"],
        capture_output=True, check=True, text=True).stdout


def dependencies(package):
    return subprocess.run(["dpkg-deb", "--field", package, "Depends"],
                          capture_output=True, check=True, text=True).stdout


def archive(folder, package):
    """A tar file with the system that `package` is to be installed in.

    Made once, and again when the package's dependencies change.
    """
    wanted = " ".join(ALREADY_THERE) + dependencies(package)
    name = hashlib.sha256(wanted.encode()).hexdigest()[:12]
    file = folder / f"deb-system-{name}.tar"
    if file.exists():
        return file
    if shutil.which("mmdebstrap") is None:
        raise NoSystem("mmdebstrap is not installed")
    sources = folder / "deb-system.list"
    sources.write_text(mirror_lines())
    unfinished = file.with_suffix(".unfinished.tar")
    fetch = "apt-get install --yes --no-install-recommends --download-only"
    made = subprocess.run(
        ["mmdebstrap", "--variant=minbase", "--skip=cleanup/apt",
         f"--include={','.join(ALREADY_THERE)}",
         f"--customize-hook=copy-in {package} /root",
         f'--customize-hook=chroot "$1" {fetch} /root/{package.name}',
         f'--customize-hook=rm "$1/root/{package.name}"',
         "bookworm", unfinished, sources],
        stdin=subprocess.DEVNULL, capture_output=True, check=False, text=True)
    if made.returncode != 0:
        raise NoSystem("mmdebstrap: " + last_lines(made.stderr))
    unfinished.rename(file)
    return file


def last_lines(text):
    return "".join(text.splitlines(True)[-8:])


def children(pid):
    text = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in text.split()]


class DebianSystem:
    """Boots a copy of the archive; in a `with`, which ends and removes it."""

    def __init__(self, archive_file, masked=()):
        self._folder = pathlib.Path(tempfile.mkdtemp(prefix="slotcast-deb."))
        self.root = self._folder / "root"
        self.root.mkdir()
        subprocess.run(["tar", "--extract", "--numeric-owner", "--file",
                        archive_file, "--directory", self.root], check=True)
        for unit in masked:
            (self.root / "etc/systemd/system" / unit).symlink_to("/dev/null")
        self._container = None
        self._leader = None

    def __enter__(self):
        with open(self._folder / "console", "wb") as console:
            self._container = subprocess.Popen(
                ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit",
                 "--private-network", "--boot", "--directory", self.root],
                stdin=subprocess.DEVNULL, stdout=console, stderr=console)
        try:
            self._wait_until_booted()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _find_leader(self):
        for child in children(self._container.pid):
            if pathlib.Path(f"/proc/{child}/comm").read_text() == "systemd\n":
                return child
        return None

    def _wait_until_booted(self):
        deadline = time.monotonic() + BOOT_SECONDS
        while time.monotonic() < deadline:
            if self._container.poll() is not None:
                raise NoSystem("systemd-nspawn: " + self.console())
            self._leader = self._leader or self._find_leader()
            # "degraded" will do: a container cannot start all there is.
            if self._leader and self.run(
                    "systemctl", "is-system-running",
                    check=False).stdout.strip() in (b"running", b"degraded"):
                return
            time.sleep(0.3)
        raise NoSystem(f"not booted in {BOOT_SECONDS} s: {self.console()}")

    def console(self):
        return last_lines(
            (self._folder / "console").read_text(errors="replace"))

    def run(self, *command, check=True):
        """Run a command in there, as root."""
        result = subprocess.run(
            ["nsenter", "--target", str(self._leader), "--mount", "--uts",
             "--ipc", "--net", "--pid", "--root", "env", "-i", "--chdir=/root",
             "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8",
             "DEBIAN_FRONTEND=noninteractive", *command],
            stdin=subprocess.DEVNULL, capture_output=True, check=False,
            timeout=COMMAND_SECONDS)
        if check:
            said = (result.stdout + result.stderr).decode(errors="replace")
            assert result.returncode == 0, f"{command}: {last_lines(said)}"
        return result

    def write(self, path, text):
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def __exit__(self, *_):
        self._container.send_signal(signal.SIGTERM)
        try:
            self._container.wait(HALT_SECONDS)
        except subprocess.TimeoutExpired:
            self._container.kill()
            self._container.wait()
        shutil.rmtree(self._folder, ignore_errors=True)
