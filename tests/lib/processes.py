"""The processes that the tests start, and the checks when they end.

Each one carries a mark of this run in its environment, so that a process
forgotten by us, or by a web server, is found when the run ends.
"""
# SPDX-License-Identifier: MIT
import os
import pathlib
import signal
import subprocess
import time

import surroundings


def wait_until(condition, seconds, what):
    """Ask `condition` again until it holds; returns what it returned.

    `seconds` are those of an idle machine. They only end what would never end:
    wait_within() is for a test whose subject is the time.
    """
    return wait_within(condition, seconds * surroundings.PATIENCE, what)


def wait_within(condition, seconds, what):
    """wait_until() on a machine that has no excuse."""
    deadline = time.monotonic() + seconds
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds:g} s")
        time.sleep(0.02)


def sanitizer_settings(folder):
    """Environment that makes a sanitizer's finding a file and a bad exit."""
    common = f"log_path={folder}/sanitizer:exitcode=99:abort_on_error=0"
    return {
        # A test may preload something; the sanitizer need not come first.
        "ASAN_OPTIONS": common + ":detect_stack_use_after_return=1"
                                 ":verify_asan_link_order=0",
        "UBSAN_OPTIONS": common + ":print_stacktrace=1",
        "TSAN_OPTIONS": common + ":second_deadlock_stack=1:suppressions="
                        f"{surroundings.ROOT}/tests/lib/thread.supp",
    }


def sanitizer_reports(folder):
    """The findings of sanitizers; removed, so that they are told once."""
    reports = sorted(pathlib.Path(folder).rglob("sanitizer.*"))
    texts = [report.read_text() for report in reports]
    for report in reports:
        report.unlink()
    return texts


def environment(folder):
    name, value = surroundings.RUN_MARK.split("=")
    # Debian keeps the web servers where an ordinary user's shell does not look.
    path = os.environ["PATH"] + ":/usr/sbin"
    return {**os.environ, **sanitizer_settings(folder), "PATH": path,
            name: value}


# How a program of ours ends that is at fault; whoever ends it takes another way.
FAULTS = tuple(-number for number in (
    signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL,
    signal.SIGSEGV, signal.SIGSYS, signal.SIGTRAP))

_under_test = []  # who have not been seen to end


def crashes():
    """What became of programs of ours that have crashed, told once.

    A test that failed for it is not run once more: see tests/run.
    """
    ended = [process for process in _under_test if not process.is_running()]
    for process in ended:
        _under_test.remove(process)
    return [f"{process.name} ended with status {process.wait()}\n{process.log}"
            for process in ended if process.wait() in FAULTS]


def _obey_interrupts():
    """A shell's background job, and what it starts, ignores Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Process:
    """One process, its log, and an orderly end.

    `own_session` is for a program that is ended by Ctrl-C: see interrupt().
    """

    def __init__(self, arguments, folder, name=None, exits_with=(0,),
                 own_session=False):
        self.arguments = [str(argument) for argument in arguments]
        self.name = name or pathlib.Path(self.arguments[0]).name
        self.log_file = pathlib.Path(folder) / f"{self.name}.log"
        self.exits_with = exits_with
        with open(self.log_file, "ab") as log:
            self._process = subprocess.Popen(
                self.arguments, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, env=environment(folder),
                start_new_session=own_session,
                preexec_fn=_obey_interrupts if own_session else None)
        if any(argument.startswith(str(surroundings.BUILD))
               for argument in self.arguments):
            _under_test.append(self)

    @property
    def pid(self):
        return self._process.pid

    @property
    def log(self):
        return self.log_file.read_text(errors="replace")

    def is_running(self):
        return self._process.poll() is None

    def signal(self, number):
        self._process.send_signal(number)

    def interrupt(self):
        """Ctrl-C, which reaches all processes of a terminal's foreground."""
        os.killpg(self.pid, signal.SIGINT)

    def wait(self, seconds=5):
        """Its exit status; `seconds` are those of an idle machine."""
        try:
            return self._process.wait(seconds * surroundings.PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(
                f"{self.name} did not end\n{self.log}") from None

    def kill(self):
        self._process.kill()
        self._process.wait()

    def stop(self):
        """SIGTERM; what has ended already or ends badly is an error."""
        if self.is_running():
            self.signal(signal.SIGCONT)
            self.signal(signal.SIGTERM)
        status = self.wait()
        assert status in self.exits_with, \
            f"{self.name} ended with status {status}\n{self.log}"


def has_ended(pid):
    """Also when nobody has asked for its exit status yet."""
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"


def run(arguments, seconds=30, **options):
    """Run a command to its end; returns subprocess.CompletedProcess."""
    if "input" not in options:
        options.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.run([str(argument) for argument in arguments],
                          capture_output=True, check=False, timeout=seconds,
                          **options)


def _command_of_ours(pid):
    """The command line of process `pid` when this run started it."""
    process = pathlib.Path("/proc") / pid
    try:
        settings = (process / "environ").read_bytes().split(b"\0")
        command = (process / "cmdline").read_text()
    except OSError:
        return None  # another user's, or it has ended just now
    if surroundings.RUN_MARK.encode() not in settings:
        return None
    return command.replace("\0", " ")


def left_over():
    """This run's processes that are still there: command lines by id."""
    commands = {int(pid): _command_of_ours(pid)
                for pid in os.listdir("/proc")
                if pid.isdigit() and int(pid) != os.getpid()}
    return {pid: command for pid, command in commands.items()
            if command is not None}


def end_what_is_left():
    """Nothing may be; Chromium's helpers get time to notice its end."""
    try:
        wait_until(lambda: not left_over(), 5, "an end without left-overs")
    finally:
        left = left_over()
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        assert not left, f"left behind: {left}"
