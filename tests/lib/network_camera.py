"""A camera on the network: JPEGs over HTTP, one after the other."""
# SPDX-License-Identifier: MIT
import http.server
import threading
import time

import surroundings

FRAME_PERIOD_S = 0.05 * surroundings.SLOWNESS


class NetworkCamera(http.server.ThreadingHTTPServer):
    """Known JPEGs in multipart/x-mixed-replace; `jpegs` may be changed."""

    daemon_threads = True

    def __init__(self, jpegs):
        super().__init__(("127.0.0.1", 0), _Answer)
        self.jpegs = jpegs
        self.calls = 0  # that have been ended; later ones go on
        self.url = f"http://127.0.0.1:{self.server_port}/?action=stream"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def hang_up(self):
        """End the connections there are; the next is welcome."""
        self.calls += 1

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class _Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):  # pylint: disable=invalid-name
        self.send_response(200)
        self.send_header("Content-Type",
                         "multipart/x-mixed-replace;boundary=camera")
        self.end_headers()
        calls = self.server.calls
        try:
            while self.server.calls == calls:
                for jpeg in self.server.jpegs:
                    self.wfile.write(
                        b"--camera\r\nContent-Type: image/jpeg\r\n"
                        b"Content-Length: %d\r\n\r\n%s\r\n"
                        % (len(jpeg), jpeg))
                    time.sleep(FRAME_PERIOD_S)
        except OSError:
            pass  # capture-daemon has gone

    def log_message(self, *_):
        """Log no requests."""
