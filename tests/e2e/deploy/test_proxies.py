"""A second web server in front, which knows nothing of slotcast."""
# SPDX-License-Identifier: MIT
import json
import socket
import time

import pytest

import surroundings
from events import Subscriber
from processes import Process, wait_until
from web_server import Nginx

FRONT = """
user www-data;
pid {folder}/pid;
events {{ }}
http {{
	access_log off;
	client_body_temp_path {folder}/body;
	fastcgi_temp_path {folder}/fastcgi;
	proxy_temp_path {folder}/proxy;
	scgi_temp_path {folder}/scgi;
	uwsgi_temp_path {folder}/uwsgi;
	server {{
		listen 127.0.0.1:{port};
		location / {{ proxy_pass http://127.0.0.1:{behind}; }}
	}}
}}
"""


class Front(Nginx):
    """nginx with the one line that everybody writes: proxy_pass."""

    def __init__(self, folder, behind):
        self.folder = folder
        self.port = surroundings.free_port()
        self.proxy_folder = folder / "proxy"
        configuration = folder / "front.conf"
        configuration.write_text(FRONT.format(
            folder=folder, port=self.port, behind=behind.port))
        self.processes = [Process(
            ["nginx", "-e", "stderr", "-c", configuration, "-g",
             "daemon off;"], folder, name="front")]
        wait_until(self._is_listening, 10, "the front")


@pytest.fixture
def front(folder, server):
    front = Front(folder, server)
    yield front
    front.stop()


@pytest.mark.patient
def test_events_come_through_at_once(front, new_still):
    still = new_still("front", b'{"n":0}', "--media-type", "application/json")
    with Subscriber(front, f"/events/{still.name}") as subscriber:
        for n in range(3):
            still.put(json.dumps({"n": n}).encode(), "--media-type",
                      "application/json")
            subscriber.wait_for_value({"n": n})


@pytest.mark.patient
def test_the_front_keeps_nothing_for_a_viewer_that_does_not_read(
        front, camera):
    with socket.socket() as viewer:
        viewer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        viewer.connect(("127.0.0.1", front.port))
        viewer.sendall(b"GET /video HTTP/1.0\r\n\r\n")
        time.sleep(2)  # 60 pictures
        held = [file for file in front.proxy_folder.rglob("*")
                if file.is_file()]
        assert held == []
