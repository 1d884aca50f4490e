"""A web page of another origin than slotcast's: somebody's dashboard."""
# SPDX-License-Identifier: MIT
import functools
import http.server
import threading


class _Handler(http.server.BaseHTTPRequestHandler):
    def __init__(self, page, *arguments):
        self._page = page.encode()
        super().__init__(*arguments)

    def do_GET(self):  # pylint: disable=invalid-name
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(self._page)))
        self.end_headers()
        self.wfile.write(self._page)

    def log_message(self, *_):  # pylint: disable=arguments-differ
        pass


class Dashboard:
    """Serves one page at every address of a port of its own."""

    def __init__(self, page="<!doctype html><title>dashboard</title>"):
        self._server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(_Handler, page))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever,
                         daemon=True).start()

    @property
    def origin(self):
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
