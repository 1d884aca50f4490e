"""What test_units.py wants to know of a booted systemd: runs inside it.

Writes /mnt/facts.json: a section of facts for each test.
"""
# SPDX-License-Identifier: MIT
import json
import os
import pathlib
import signal
import subprocess
import time

SOCKET = "/run/slotcast/fcgi-stream.sock"
SETTINGS = pathlib.Path("/etc/slotcast")
FILMS = pathlib.Path("/var/lib/slot-record")


def run(*command, **environment):
    return subprocess.run(command, capture_output=True, check=False,
                          timeout=20, env={**os.environ, **environment})


def systemctl(*arguments):
    """Its exit status; what it says of a failure is in inside.log."""
    result = run("systemctl", *arguments)
    print(*arguments, result.returncode, result.stderr.decode(), flush=True)
    return result.returncode


def property_of(unit, name):
    return run("systemctl", "show", "--value", "--property", name,
               unit).stdout.decode().strip()


def kill(unit, number):
    pid = int(property_of(unit, "MainPID"))
    assert pid > 0, f"{unit} does not run"  # kill(0) would be us
    os.kill(pid, number)


def ask(address, user="www-data"):
    """The answer to a request, as nginx would send it to fcgi-stream."""
    return run("runuser", "-u", user, "--", "cgi-fcgi", "-bind", "-connect",
               SOCKET, SCRIPT_NAME=address, REQUEST_METHOD="GET").stdout


def status(answer):
    return answer.split(b"\r\n")[0].decode(errors="replace")


def state(slot):
    found = json.loads(ask("/streams").partition(b"\r\n\r\n")[2])["streams"]
    return next(each for each in found if each["name"] == slot)


def wait_until(condition):
    deadline = time.monotonic() + 30
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)
    return bool(condition())


def camera(name, *lines, watchdog_s=None):
    """Write its file; a short watchdog makes the test short."""
    (SETTINGS / f"{name}.conf").write_text("\n".join(lines) + "\n")
    if watchdog_s:
        folder = pathlib.Path(
            f"/etc/systemd/system/capture-daemon@{name}.service.d")
        folder.mkdir()
        (folder / "hurry.conf").write_text(
            f"[Service]\nWatchdogSec={watchdog_s}\nTimeoutAbortSec=1\n")
        systemctl("daemon-reload")
    return f"capture-daemon@{name}"


def install():
    SETTINGS.mkdir()
    return {"sysusers": run("systemd-sysusers").returncode,
            "tmpfiles": run("systemd-tmpfiles", "--create",
                            "/etc/tmpfiles.d/slotcast.conf").returncode}


def start_a_camera():
    unit = camera("gate", "source = pattern:", "size = 320x240")
    return {"started": systemctl("start", unit),
            "slot is there": os.path.exists("/dev/shm/slotcast.gate")}


def ask_for_a_picture():
    systemctl("start", "fcgi-stream.socket")
    before = property_of("fcgi-stream", "ActiveState")
    return {"before": before, "status": status(ask("/snapshot/gate")),
            "after": property_of("fcgi-stream", "ActiveState"),
            "a stranger": status(ask("/snapshot/gate", user="nobody"))}


def list_users():
    lines = run("ps", "-e", "-o", "user:32=,comm=").stdout.decode()
    return {comm: user for user, comm in map(str.split, lines.splitlines())
            if comm in ("capture-daemon", "fcgi-stream")}


def kill_the_responder():
    kill("fcgi-stream", signal.SIGKILL)
    return {"status": status(ask("/snapshot/gate"))}


def kill_a_camera():
    """What the kernel does to it when memory has run out."""
    unit = camera("killed", "source = pattern:", "size = 320x240")
    systemctl("start", unit)
    kill(unit, signal.SIGKILL)
    return {"started again": wait_until(
        lambda: property_of(unit, "NRestarts") == "1" and
        property_of(unit, "ActiveState") == "active"),
            "status": status(ask("/snapshot/killed"))}


def reload():
    unit = "capture-daemon@gate"
    facts = {"before": property_of(unit, "MainPID")}
    camera("gate", "source = pattern:", "size = 640x480")
    facts["reloaded"] = systemctl("reload", unit)
    facts["new size is there"] = wait_until(
        lambda: state("gate").get("width") == 640)
    camera("gate", "source = pattern:", "size = big")
    facts["mistake"] = systemctl("reload", unit)
    facts["after"] = property_of(unit, "MainPID")
    facts["restarts"] = property_of(unit, "NRestarts")
    return facts


def hang():
    unit = camera("hang", "source = pattern:", watchdog_s=1)
    systemctl("start", unit)
    kill(unit, signal.SIGSTOP)
    facts = {"started again": wait_until(
        lambda: property_of(unit, "NRestarts") != "0" and
        property_of(unit, "ActiveState") == "active")}
    facts["status"] = status(ask("/snapshot/hang"))
    return facts


def mistake():
    unit = camera("mistake", "source = pattern:", "size = big")
    facts = {"started": systemctl("start", unit)}
    time.sleep(2.5)  # longer than RestartSec=
    facts["exit"] = property_of(unit, "ExecMainStatus")
    facts["restarts"] = property_of(unit, "NRestarts")
    facts["state"] = property_of(unit, "ActiveState")
    return facts


def sleep():
    """Was started first: it takes 10 s to fall asleep, five to be killed."""
    time.sleep(max(0, begin_s + 16 - time.monotonic()))
    return {"state": state("sleep")["state"],
            "restarts": property_of("capture-daemon@sleep", "NRestarts")}


def pieces(name):
    return sorted((FILMS / name).glob("*.mkv"))


def piece_is_there(name, after=0):
    return wait_until(lambda: any(piece.stat().st_size > 0
                                  for piece in pieces(name)[after:]))


def options(name, *lines):
    folder = SETTINGS / "recording"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.conf").write_text("\n".join(lines) + "\n")


def length_s(piece):
    """What its head says, which is written when it ends; nothing before."""
    told = run("ffprobe", "-v", "error", "-show_entries", "format=duration",
               "-of", "csv=p=0", str(piece)).stdout.decode().strip()
    return None if told in ("", "N/A") else float(told)


def record():
    facts = {"started": systemctl("start", "slot-record@gate"),
             "a piece is there": piece_is_there("gate")}
    lines = run("ps", "-e", "-o", "user:32=,comm=").stdout.decode()
    facts["users"] = sorted({user for user, comm in map(
        str.split, lines.splitlines())
        if comm in ("slot-record", "slotctl", "ffmpeg")})
    facts["owner and mode"] = run(
        "stat", "-c", "%U:%G %a", str(FILMS / "gate")).stdout.decode().strip()
    facts["a stranger"] = run("runuser", "-u", "www-data", "--", "ls",
                              str(FILMS / "gate")).returncode
    return facts


def kill_a_recording():
    time.sleep(2)
    systemctl("kill", "--signal=KILL", "slot-record@gate")
    old = pieces("gate")
    return {"a new piece is there": piece_is_there("gate", after=len(old)),
            "the old one plays": run("ffmpeg", "-v", "error", "-xerror", "-i",
                                     str(old[0]), "-f", "null",
                                     "-").returncode == 0}


def stop_a_recording():
    time.sleep(2)
    systemctl("stop", "slot-record@gate")
    return {"result": property_of("slot-record@gate", "Result"),
            "pieces without an end": [str(piece) for piece in pieces("gate")[1:]
                                      if length_s(piece) is None]}


def timelapse():
    options("gate-timelapse", "SLOT=gate", "OPTIONS=--every 1 --timelapse")
    systemctl("start", "slot-record@gate", "slot-record@gate-timelapse")
    facts = {"a piece is there": piece_is_there("gate-timelapse")}
    facts["the first ended"] = \
        property_of("slot-record@gate", "ActiveState") != "active"
    systemctl("stop", "slot-record@gate", "slot-record@gate-timelapse")
    return facts


def mistake_in_a_recording():
    options("mistake", "OPTIONS=--max-gb lots")
    systemctl("start", "slot-record@mistake")
    time.sleep(2.5)  # longer than RestartSec=
    unit = "slot-record@mistake"
    return {"exit": property_of(unit, "ExecMainStatus"),
            "restarts": property_of(unit, "NRestarts"),
            "state": property_of(unit, "ActiveState")}


def stop():
    return {"stopped": systemctl("stop", "capture-daemon@gate"),
            "slot is there": os.path.exists("/dev/shm/slotcast.gate")}


SECTIONS = (start_a_camera, ask_for_a_picture, list_users, kill_the_responder,
            kill_a_camera, reload, hang, mistake, record, kill_a_recording,
            stop_a_recording, timelapse, mistake_in_a_recording, sleep, stop)

facts = {"install": install()}
systemctl("start", camera("sleep", "source = pattern:", "idle = close",
                          watchdog_s=4))
begin_s = time.monotonic()
for section in SECTIONS:
    try:
        facts[section.__name__] = section()
    except Exception as error:  # its test fails, the others do not
        facts[section.__name__] = {"error": repr(error)}
pathlib.Path("/mnt/facts.json").write_text(json.dumps(facts))
print(run("journalctl", "--no-pager", "-o", "short-monotonic",
          "-u", "capture-daemon@*", "-u", "fcgi-stream",
          "-u", "slot-record@*").stdout.decode())
