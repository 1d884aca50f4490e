"""Colour bars whose true colours are known, and H.264 clips of them."""
# SPDX-License-Identifier: MIT
import cv2
import numpy

import processes
import stamp

WIDTH, HEIGHT = 1280, 720

# 75 % bars, then 100 % bars, then greys; red, green, blue of each.
BARS = [
    [(191, 191, 191), (191, 191, 0), (0, 191, 191), (0, 191, 0),
     (191, 0, 191), (191, 0, 0), (0, 0, 191), (0, 0, 0)],
    [(255, 255, 255), (255, 255, 0), (0, 255, 255), (0, 255, 0),
     (255, 0, 255), (255, 0, 0), (0, 0, 255), (0, 0, 0)],
    [(grey, grey, grey) for grey in (0, 16, 64, 128, 160, 192, 235, 255)],
]

# Of 255: three steps through 8-bit formats (RGB to video, H.264, JPEG).
COLOUR_TOLERANCE = 6


def _bars_picture():
    rows = numpy.array(BARS, dtype=numpy.uint8)[:, :, ::-1]
    return cv2.resize(rows, (WIDTH, HEIGHT), interpolation=cv2.INTER_NEAREST)


def assert_shows_the_bars(jpeg):
    """Every bar has its colour, away from the edges."""
    picture = stamp.decode_jpeg(jpeg)
    assert picture.shape == (HEIGHT, WIDTH, 3)
    bar_height, bar_width = HEIGHT // len(BARS), WIDTH // len(BARS[0])
    wrong = []
    for row, colours in enumerate(BARS):
        for column, colour in enumerate(colours):
            top, left = row * bar_height, column * bar_width
            middle = picture[top + bar_height // 4:top + bar_height * 3 // 4,
                             left + bar_width // 4:left + bar_width * 3 // 4]
            seen = middle.reshape(-1, 3).mean(axis=0)[::-1]
            if max(abs(seen - colour)) > COLOUR_TOLERANCE:
                wrong.append(f"{colour} came out as {seen.round().tolist()}")
    assert not wrong, "\n".join(wrong)


def make_clip(folder, matrix="bt709", colour_range="tv", seconds=3):
    """An H.264 clip of the bars, a keyframe each second, as MP4."""
    picture = folder / "bars.png"
    clip = folder / f"bars-{matrix}-{colour_range}.mp4"
    cv2.imwrite(str(picture), _bars_picture())
    names = {"bt709": "bt709", "bt601": "smpte170m"}
    result = processes.run(
        ["ffmpeg", "-v", "error", "-loop", "1", "-framerate", "25",
         "-i", picture, "-t", seconds, "-vf",
         f"scale=out_color_matrix={matrix}:out_range={colour_range}"
         ":flags=accurate_rnd+full_chroma_int,format=yuv420p",
         "-colorspace", names[matrix], "-color_primaries", names[matrix],
         "-color_trc", names[matrix], "-color_range", colour_range,
         "-c:v", "libx264", "-preset", "ultrafast", "-crf", "8",
         "-bf", "0", "-g", "25", clip])
    assert result.returncode == 0, result.stderr.decode()
    return clip
