"""A year of trouble, shortened: see soak.py."""
# SPDX-License-Identifier: MIT
import time

import soak

SECONDS = 36


def test_nothing_grows_while_viewers_and_mishaps_come_and_go(folder):
    seed = time.time_ns() % 2**32
    print(f"seed {seed}")
    report, complaints = soak.soak(folder, SECONDS, seed)
    print(report)
    assert not complaints
