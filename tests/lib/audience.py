"""Many viewers at once, with the program many_viewers."""
# SPDX-License-Identifier: MIT
import json

import pytest

import processes
import surroundings
from attempts import best_of_some


def watch(server, path, viewers, seconds, more_paths=()):
    """What `viewers` saw of each path in `seconds`: see many_viewers.c.

    A stream that breaks the rules ends that program: no attempt makes it good.
    """
    result = processes.run(
        [surroundings.MANY_VIEWERS, viewers, seconds, "127.0.0.1",
         server.port, path, *more_paths], seconds=seconds + 60)
    if result.returncode != 0:
        pytest.fail(result.stderr.decode())
    return json.loads(result.stdout)


def watch_whole_frames(*arguments):
    """watch(); nobody may lose the stream or get a part that is damaged."""
    report = watch(*arguments)
    print(report)
    if report["left_early"] or report["bad_parts"]:
        pytest.fail(f"{report}")
    return report


@best_of_some
def assert_every_frame_comes(
        server, path, viewers, seconds, fps, more_paths=()):
    """Every viewer of each path gets every frame for `seconds`.

    Returns what watch() does.
    """
    report = watch_whole_frames(server, path, viewers, seconds, more_paths)
    assert report["missing"] == 0, report
    assert report["fewest_parts"] > (seconds - 0.5) * fps, report
    return report
