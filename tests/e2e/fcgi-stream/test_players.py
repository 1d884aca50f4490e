"""ffmpeg and OpenCV read a hundred frames of /video and complain of none."""
# SPDX-License-Identifier: MIT
import cv2
import pytest

import processes
import stamp

pytestmark = pytest.mark.patient


def test_ffmpeg_reads_a_hundred_frames(server, camera):
    result = processes.run(
        ["ffmpeg", "-v", "warning", "-xerror", "-i", server.url("/video"),
         "-frames:v", "100", "-fps_mode", "passthrough", "-f", "framecrc",
         "-"], seconds=60)
    complaints = [line for line in result.stderr.decode().splitlines()
                  if "deprecated pixel format" not in line]
    assert result.returncode == 0 and not complaints, complaints
    frames = [line for line in result.stdout.decode().splitlines()
              if not line.startswith("#")]
    assert len(frames) == 100
    assert len({line.split(",")[-1] for line in frames}) == 100


def test_opencv_reads_a_hundred_frames(server, camera):
    capture = cv2.VideoCapture(server.url("/video"))
    serials = []
    while len(serials) < 100:
        done, picture = capture.read()
        assert done
        serials.append(stamp.read(picture).serial)
    capture.release()
    assert serials == sorted(set(serials))
