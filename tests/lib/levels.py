"""Checks that figures taken all the time have stayed where they were.

Each is compared with itself: the median of the first third of the samples after
a warm-up with that of the last. A fault that happens in one of them moves no
median; what grows by a little with each fault moves it.
"""
# SPDX-License-Identifier: MIT
from dataclasses import dataclass, field
import statistics
import threading
import time

WARM_UP_SHARE = 0.15
SAMPLES_MIN = 9


@dataclass
class Level:
    """A figure, how it is taken, and by how much it may grow."""

    name: str
    unit: str
    take: callable  # returns a number, or None: not now
    allowance: float
    samples: list = field(default_factory=list)

    def sample(self):
        value = self.take()
        if value is not None:
            self.samples.append(value)

    def _thirds(self):
        steady = self.samples[int(len(self.samples) * WARM_UP_SHARE):]
        third = max(1, len(steady) // 3)
        return steady[:third], steady[-third:]

    @property
    def early(self):
        return statistics.median(self._thirds()[0])

    @property
    def late(self):
        return statistics.median(self._thirds()[1])

    def complaint(self):
        """The fault, or None."""
        if len(self.samples) < SAMPLES_MIN:
            return f"{self.name}: only {len(self.samples)} samples"
        if self.late > self.early + self.allowance:
            return (f"{self.name}: grew from {self.early:g} to "
                    f"{self.late:g} {self.unit}, more than "
                    f"{self.allowance:g}")
        return None

    def row(self):
        if not self.samples:
            return f"{self.name:34}{'-':>10}{'-':>10}{'-':>10}"
        steady = self._thirds()
        return (f"{self.name:34}{self.early:10.0f}{self.late:10.0f}"
                f"{max(steady[0] + steady[1]):10.0f}  {self.unit:4}"
                f"{'GREW' if self.complaint() else 'level'}")


HEADING = f"{'':34}{'early':>10}{'late':>10}{'most':>10}"


class Sampler(threading.Thread):
    """Samples all levels every `period_s` until it is stopped."""

    def __init__(self, levels, period_s=1.0):
        super().__init__(daemon=True, name="sampler")
        self._levels = levels
        self._period_s = period_s
        self._is_over = threading.Event()
        self.start()

    def run(self):
        due = time.monotonic()
        while not self._is_over.wait(max(0, due - time.monotonic())):
            due = max(due + self._period_s, time.monotonic())
            for level in self._levels:
                level.sample()

    def stop(self):
        self._is_over.set()
        self.join()
