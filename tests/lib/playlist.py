"""A live playlist (HLS) whose segments are published when a test says so."""
# SPDX-License-Identifier: MIT
import http.server
import threading

import levels_film

WINDOW = 3  # so many segments are named


def make_segments(folder, seconds, count):
    """`count` segments of MPEG-TS, of which each begins with a keyframe."""
    pictures = round(seconds * levels_film.RATE_FPS)
    levels_film.make(
        folder / "%d.ts", pictures * count, *levels_film.X264,
        "-g", pictures, "-sc_threshold", "0", "-bf", "2",
        "-f", "segment", "-segment_time", seconds)
    return [(folder / f"{number}.ts").read_bytes()
            for number in range(count)]


class LivePlaylist(http.server.ThreadingHTTPServer):
    """Serves /live.m3u8, and the segments that it has named."""

    daemon_threads = True

    def __init__(self, segments, seconds):
        super().__init__(("127.0.0.1", 0), _Answer)
        self.segments, self.seconds = segments, seconds
        self.published = 0
        self.missing = set()  # numbers of segments that cannot be had
        self.has_ended = False
        self.is_down = False
        self.url = f"http://127.0.0.1:{self.server_port}/live.m3u8"
        threading.Thread(target=self.serve_forever, args=(0.05,),
                         daemon=True).start()

    def close(self):
        self.shutdown()
        self.server_close()

    def publish(self):
        """One segment more."""
        self.published += 1

    def text(self):
        first = max(0, self.published - WINDOW)
        lines = ["#EXTM3U", "#EXT-X-VERSION:3",
                 f"#EXT-X-TARGETDURATION:{round(self.seconds)}",
                 f"#EXT-X-MEDIA-SEQUENCE:{first}"]
        for number in range(first, self.published):
            lines += [f"#EXTINF:{self.seconds:.3f},", f"{number}.ts"]
        if self.has_ended:
            lines.append("#EXT-X-ENDLIST")
        return "\n".join([*lines, ""]).encode()


class _Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):  # pylint: disable=invalid-name
        body = self._body()
        self.send_response(200 if body is not None else 404)
        self.send_header("Content-Length", str(len(body or b"")))
        self.send_header("Content-Type", "application/vnd.apple.mpegurl"
                         if self.path.endswith("m3u8") else "video/mp2t")
        self.end_headers()
        self.wfile.write(body or b"")

    def _body(self):
        server = self.server
        if server.is_down:
            return None
        if self.path == "/live.m3u8":
            return server.text()
        number = int(self.path.strip("/").removesuffix(".ts"))
        return None if number in server.missing else server.segments[number]

    def log_message(self, *_):  # pylint: disable=arguments-differ
        """Keep the output of the tests clean."""
