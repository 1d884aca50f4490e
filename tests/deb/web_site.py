"""Web servers with a site of their own, and the line that adds slotcast."""
# SPDX-License-Identifier: MIT
import time

START_SECONDS = 60
SITE = {
    "/": "/var/www/html/index.html",
    "/garden/": "/var/www/html/garden/index.html",
    "/garden/page.js": "/var/www/html/garden/page.js",
    # As ours, one directory higher.
    "/metrics": "/var/www/html/metrics",
    "/snapshot.jpg": "/var/www/html/snapshot.jpg",
}
NOT_THERE = ("/video", "/stream/gate", "/camera2/", "/streams")


class Lighttpd:
    name = "lighttpd"
    other = "nginx"

    @staticmethod
    def add_camera(system):
        system.run("lighttpd-enable-mod", "slotcast")
        system.run("systemctl", "restart", "lighttpd")


class Nginx:
    name = "nginx"
    other = "lighttpd"
    _site = "/etc/nginx/sites-available/default"

    @classmethod
    def add_camera(cls, system):
        system.run("sed", "-i", "0,/server_name/s//"
                   "include snippets\\/slotcast*.conf;\\n\\t&/", cls._site)
        system.run("systemctl", "enable", "--now", "fcgi-stream.service")
        system.run("systemctl", "reload", "nginx")


def make_site(system):
    for address, path in SITE.items():
        system.write(path, f"this is the old {address}\n")


def wait_until_it_answers(system):
    deadline = time.monotonic() + START_SECONDS
    while fetch(system, "/")[0] == 0:
        assert time.monotonic() < deadline, "the web server does not answer"
        time.sleep(0.3)


def fetch(system, address, *options):
    """(status, type, body) of an address; status 0 when nobody answers."""
    result = system.run("curl", "--silent", "--max-time", "10", *options,
                        "--write-out", "\n%{http_code} %{content_type}",
                        f"http://127.0.0.1{address}", check=False)
    body, _, last = result.stdout.rpartition(b"\n")
    status, _, media_type = last.decode().partition(" ")
    return int(status), media_type, body


def site(system):
    """All that the old site answers."""
    wait_until_it_answers(system)
    return {address: (status, body)
            for address in (*SITE, *NOT_THERE)
            for status, _, body in [fetch(system, address)]}
