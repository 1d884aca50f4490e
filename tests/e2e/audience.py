"""Many viewers at once, by the program many_viewers."""
# SPDX-License-Identifier: MIT
import json

import processes
import surroundings

ATTEMPTS = 3


def watch(server, path, viewers, seconds, more_paths=()):
    """What `viewers` saw of each path in `seconds`: see many_viewers.c."""
    result = processes.run(
        [surroundings.MANY_VIEWERS, viewers, seconds, "127.0.0.1",
         server.port, path, *more_paths], seconds=seconds + 60)
    assert result.returncode == 0, result.stderr.decode()
    return json.loads(result.stdout)


def assert_every_frame_comes(
        server, path, viewers, seconds, fps, more_paths=()):
    """Every viewer of each path gets every frame, whole, for `seconds`.

    A machine that is busy with something else may cost a frame now and then,
    a fault of ours costs frames each time: the best of three attempts counts.
    Returns its report.
    """
    for _ in range(ATTEMPTS):
        report = watch(server, path, viewers, seconds, more_paths)
        print(report)
        assert report["left_early"] == 0
        assert report["bad_parts"] == 0
        if report["missing"] == 0:
            break
    assert report["missing"] == 0, report
    assert report["fewest_parts"] > (seconds - 0.5) * fps, report
    return report
