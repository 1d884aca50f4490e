"""Reading what a placeholder says, by comparing it with one that says it."""
# SPDX-License-Identifier: MIT
import functools
import subprocess

import surroundings
from jpeg import Luma

PROGRAM = surroundings.BUILD / "tests" / "vm" / "placeholder_picture"

# Of the levels from 0 to 255: more than JPEG does, less than a letter.
DIFFERENT = 60

# Of the pixels: other words change ten times as many.
SHARE_MAX = 0.002


@functools.cache
def _drawn(width, height, slot, reason):
    return subprocess.run(
        [PROGRAM, str(width), str(height), slot, reason],
        check=True, stdout=subprocess.PIPE).stdout


def says(body, slot, reason):
    """Whether the JPEG is the placeholder of `slot` with these words."""
    seen = Luma(body)
    drawn = _drawn(seen.width, seen.height, slot, reason)
    # From below "NO SIGNAL" to above the time of day.
    words = slice(seen.width * (seen.height * 2 // 5),
                  seen.width * (seen.height * 4 // 5))
    pairs = list(zip(seen.pixels[words], drawn[words]))
    different = sum(abs(one - other) > DIFFERENT for one, other in pairs)
    return different <= SHARE_MAX * len(pairs)
