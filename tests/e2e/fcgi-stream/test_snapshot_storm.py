"""Snapshots by the thousand leave the streams alone."""
# SPDX-License-Identifier: MIT
import contextlib
import json
import subprocess

import pytest

import surroundings
from attempts import best_of_some
from audience import watch_whole_frames

VIEWERS, SECONDS = 5, 3
FPS = 10 if surroundings.SANITIZED else 30
FRAME_MS = 1000 / FPS
# Each asks again as soon as it has its answer, a thousand times a second.
STORMERS, RATE = 16, 1000
SNAPSHOTS_AT_LEAST = 20 if surroundings.SANITIZED else 200
# Of all frames: the machine may be busy with something else as well.
MISSING_AT_MOST = 0.02


@contextlib.contextmanager
def storm(server, path):
    """Snapshots are asked for while this lasts; what came of it is checked."""
    with subprocess.Popen(
            [str(word) for word in (
                surroundings.LOAD_CLIENT, STORMERS, SECONDS + 1,
                "127.0.0.1", server.port, path, RATE)],
            stdout=subprocess.PIPE, text=True) as client:
        assert client.stdout.readline() == "counting\n"
        yield
        assert client.stdout.readline() == "done\n"
        report = json.loads(client.stdout.readline())
    print(report)
    if report["fault"]:
        pytest.fail(f"{report}")
    assert report["without_part"] == 0
    assert report["parts"] > SNAPSHOTS_AT_LEAST


@best_of_some
def assert_streams_are_undisturbed(server, slot):
    with storm(server, f"/snapshot/{slot}"):
        report = watch_whole_frames(server, f"/video/{slot}", VIEWERS, SECONDS)
    assert report["age_ms"]["p50"] < FRAME_MS
    assert report["missing"] <= MISSING_AT_MOST * report["parts"]


def test_a_storm_of_snapshots_delays_no_stream_by_a_frame(server, new_camera):
    camera = new_camera("stormy", options=("--size", "640x360", "--fps", FPS))
    assert_streams_are_undisturbed(server, camera.slot)
