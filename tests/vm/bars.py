"""The colour bars that vivid and usb_camera show."""
# SPDX-License-Identifier: MIT

# Quality 80 and half the resolution of colours: measured, and a little more.
TOLERANCE = 8

COLOURS = ((255, 255, 255), (255, 255, 0), (0, 255, 255), (0, 255, 0),
           (255, 0, 255), (255, 0, 0), (0, 0, 255), (0, 0, 0))


def assert_bars(picture, colours=COLOURS):
    for number, wanted in enumerate(colours):
        seen = picture.colour((number + 0.5) / len(colours), 0.5)
        assert all(abs(one - other) <= TOLERANCE
                   for one, other in zip(seen, wanted)), \
            f"bar {number}: {seen} instead of {wanted}"
