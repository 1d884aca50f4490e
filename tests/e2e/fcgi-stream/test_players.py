"""What reads streams elsewhere reads a hundred frames of /video, each once."""
# SPDX-License-Identifier: MIT
import asyncio

import aiohttp
import cv2
import numpy
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


def test_gstreamer_reads_a_hundred_frames(server, camera, folder):
    result = processes.run(
        ["gst-launch-1.0", "-q", "souphttpsrc", f"location={server.url('/video')}",
         "!", "multipartdemux", "!", "image/jpeg", "!", "identity",
         "eos-after=101", "!", "multifilesink",
         f"location={folder}/%03d.jpg"], seconds=60)
    assert result.returncode == 0, result.stderr.decode()
    serials = [stamp.read(cv2.imread(str(file))).serial
               for file in sorted(folder.glob("*.jpg"))]
    assert len(serials) == 100
    assert serials == sorted(set(serials))


async def parts_by_aiohttp(url, count):
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        reader = aiohttp.MultipartReader.from_response(answer)
        return [await (await reader.next()).read() for _ in range(count)]


def test_aiohttp_reads_a_hundred_frames(server, camera):
    """The library of Home Assistant."""
    bodies = asyncio.run(parts_by_aiohttp(server.url("/video"), 100))
    serials = [stamp.read(cv2.imdecode(numpy.frombuffer(body, numpy.uint8),
                                       cv2.IMREAD_COLOR)).serial
               for body in bodies]
    assert serials == sorted(set(serials))
