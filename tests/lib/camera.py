"""capture-daemon, one camera each."""
# SPDX-License-Identifier: MIT
import pathlib
import signal

import surroundings
from processes import Process, wait_until


class Camera:
    """capture-daemon filling a slot of this run.

    `through` is a command that starts it, like ("env", "NAME=value").
    """

    def __init__(self, folder, label, source="pattern:", options=(),
                 through=()):
        self.slot = surroundings.slot_name(label)
        self._folder = folder
        self._arguments = [*through, surroundings.CAPTURE_DAEMON, "--slot",
                           self.slot, *options, *([source] if source else [])]
        self._process = None
        self.start()

    def start(self):
        self._process = Process(self._arguments, self._folder,
                                name=f"capture-daemon.{self.slot}")
        wait_until(self._has_slot, 10, f"slot {self.slot}\n{self.log}")

    def _has_slot(self):
        assert self._process.is_running(), self.log
        return self.slot_file.exists()

    @property
    def slot_file(self):
        return surroundings.SHARED_MEMORY / f"slotcast.{self.slot}"

    def is_running(self):
        return self._process.is_running()

    @property
    def log(self):
        return self._process.log

    @property
    def pid(self):
        return self._process.pid

    @property
    def command_line(self):
        """The command line that the process list shows to everybody."""
        return pathlib.Path(f"/proc/{self.pid}/cmdline").read_text()

    def kill(self):
        """SIGKILL: the slot stays behind with its last frame."""
        self._process.kill()

    def pause(self):
        """A camera that falls silent without any notice."""
        self._process.signal(signal.SIGSTOP)
        wait_until(self._is_paused, 5, f"{self.slot} standing still")

    def _is_paused(self):
        """Each of its threads: the signal takes its time to reach them."""
        tasks = pathlib.Path(f"/proc/{self.pid}/task").glob("*/stat")
        try:
            return all(task.read_text().rpartition(")")[2].split()[0] == "T"
                       for task in tasks)
        except OSError:
            return False  # a thread has just ended

    def resume(self):
        self._process.signal(signal.SIGCONT)

    def stop(self):
        self._process.stop()

    def remove(self):
        """End it whatever its state, and leave no slot."""
        if self._process.is_running():
            self.stop()
        self.slot_file.unlink(missing_ok=True)
