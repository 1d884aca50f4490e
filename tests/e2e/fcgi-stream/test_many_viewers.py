"""A full house: every viewer gets every frame, and gets it fresh."""
# SPDX-License-Identifier: MIT
import surroundings
from audience import assert_every_frame_comes

# Sanitized programs are too slow for more; the rule is the same.
VIEWERS, FPS = (30, 10) if surroundings.SANITIZED else (200, 30)
SECONDS = 5


def test_two_hundred_viewers_lose_nothing(server, new_camera):
    camera = new_camera("popular", options=(
        "--size", "640x360", "--fps", FPS))
    assert_every_frame_comes(
        server, f"/video/{camera.slot}", VIEWERS, SECONDS, FPS)
