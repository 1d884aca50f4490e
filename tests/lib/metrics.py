"""Reading /metrics, and judging it by Prometheus's own tool."""
# SPDX-License-Identifier: MIT
import re

import processes

_SAMPLE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$")
_LABEL = re.compile(r'(\w+)="([^"]*)"')


class Metrics:
    """The figures of `server`'s /metrics at one moment."""

    def __init__(self, server):
        answer = server.get("/metrics")
        assert answer.status == 200, answer
        self.text = answer.text
        self._samples = {}
        for line in self.text.splitlines():
            if not line.startswith("#"):
                name, labels, value = _SAMPLE.match(line).groups()
                key = (name, frozenset(_LABEL.findall(labels or "")))
                assert key not in self._samples, f"{line}: told twice"
                self._samples[key] = float(value)

    def get(self, name, **labels):
        """The sample with exactly these labels; None when it is not told."""
        return self._samples.get((name, frozenset(labels.items())))

    def all(self, name):
        """The samples of that name, whatever their labels."""
        return [value for (sampled, _), value in self._samples.items()
                if sampled == name]

    def of(self, slot):
        """As get(), for one slot and names without slotcast_."""
        return lambda name, **labels: self.get(
            f"slotcast_{name}", slot=slot, **labels)


def promtool(*arguments, **named):
    """Run promtool, whose complaint fails the test."""
    result = processes.run(["promtool", *arguments], **named)
    assert result.returncode == 0, \
        (result.stdout + result.stderr).decode(errors="replace")
