"""The page and the pictures on a web server that has a site of its own.

The whole of it is the site's, but the one include that deploy/README.md names.
"""
# SPDX-License-Identifier: MIT
import pytest

import processes
import stamp
import web_server
from stream import Stream

pytestmark = pytest.mark.patient

PREFIX = "/my-cam/1"
# What a site may have at addresses that are ours below the prefix.
OWN = ("/metrics", "/events", "/stream", "/video", "/snapshot.jpg", "/page.js",
       "/camera.txt")

NGINX = """
user www-data;
pid {run}/nginx.pid;
events {{ }}
http {{
	access_log off;
	include /etc/nginx/mime.types;
	client_body_temp_path {run}/body;
	fastcgi_temp_path {run}/fastcgi;
	proxy_temp_path {run}/proxy;
	scgi_temp_path {run}/scgi;
	uwsgi_temp_path {run}/uwsgi;
	server {{
		listen 127.0.0.1:{port};
		root {site};
		location ~ \\.(js|css)$ {{ add_header X-Own yes; }}
		{more}
		include {deploy}/slotcast-locations.conf;
	}}
}}
"""
LIGHTTPD = """
server.modules = ( "mod_access", "mod_redirect" )
server.bind = "127.0.0.1"
server.port = {port}
server.username = "www-data"
server.groupname = "www-data"
server.pid-file = "{run}/lighttpd.pid"
server.errorlog = "{run}/lighttpd-error.log"
server.upload-dirs = ( "{run}" )
server.document-root = "{site}"
server.feature-flags = ( "server.graceful-shutdown-timeout" => 3 )
mimetype.assign = ( ".js" => "text/javascript", ".css" => "text/css",
	".html" => "text/html", ".svg" => "image/svg+xml" )
{more}
include "{deploy}/slotcast-fastcgi.conf"
"""
TEXTS = {"nginx": NGINX, "lighttpd": LIGHTTPD}
# As deploy/README.md has them.
AT_THE_ROOT = {
    "nginx": "location / {{ rewrite ^(.*)$ {prefix}$1 last; }}",
    "lighttpd": 'url.rewrite-repeat = ( "^/(?!{name}/)(.*)$" => '
                '"{prefix}/$1" )'}


def become_a_site(more=""):
    def change(server):
        site = server.folder / "site"
        site.mkdir()
        for address in OWN:
            (site / address[1:]).write_text("the site's own\n")
        server.configuration.write_text(TEXTS[server.kind].format(
            run=server.run_folder, port=server.port, site=site,
            deploy=server.configuration.parent, more=more))
    return change


@pytest.fixture
def site(new_server, camera):
    return new_server(("--slot", camera.slot), change=become_a_site(),
                      values={"SLOTCAST_PREFIX": PREFIX})


def test_the_site_keeps_its_addresses(site):
    for address in OWN:
        answer = site.get(address)
        assert (answer.status, answer.text) == (200, "the site's own\n"), \
            address
    for address in "/streams", "/camera/", "/camera/video", "/my-cam/":
        assert site.get(address).status in (403, 404), address


def test_one_include_gives_the_page_and_the_pictures(site):
    assert site.get(PREFIX).status == 301
    page = site.get(PREFIX + "/")
    assert "<title>" in page.text
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    script = site.get(PREFIX + "/page.js")
    assert script.status == 200 and "import" in script.text
    assert "javascript" in script.headers["Content-Type"]
    assert "X-Own" not in script.headers
    assert site.get(PREFIX + "/nothing.js").status == 404
    stamp.read_jpeg(site.get(PREFIX + "/snapshot").body)
    with Stream(site, PREFIX + "/video") as stream:
        stamp.read_jpeg(stream.take(1)[0].body)
    assert site.get(PREFIX + "/streams").status == 200
    assert site.get(PREFIX + "/metrics").status == 200


def test_mjpg_streamers_addresses_are_below_the_prefix(site):
    stamp.read_jpeg(site.get(PREFIX + "/?action=snapshot").body)
    with Stream(site, PREFIX + "/?action=stream_0&n=1") as stream:
        stamp.read_jpeg(stream.take(1)[0].body)
    assert site.get(PREFIX + "/?action=strem").status == 400
    assert "<title>" in site.get(PREFIX + "/?reaction=stream").text


def test_a_server_may_have_it_all_at_its_root(new_server, server_class, camera):
    line = AT_THE_ROOT[server_class.kind].format(prefix="/camera",
                                                 name="camera")
    site = new_server(("--slot", camera.slot), change=become_a_site(line))
    assert "<title>" in site.get("/").text
    stamp.read_jpeg(site.get("/snapshot").body)
    stamp.read_jpeg(site.get("/camera/snapshot").body)
    stamp.read_jpeg(site.get("/?action=snapshot").body)


@pytest.mark.parametrize("prefix", [
    "", "/", "cam", "/cam/", "/a.b", "/a/video", "/events", "/a b", "/(a)"])
def test_a_prefix_that_cannot_be_one_is_refused(folder, prefix):
    result = processes.run(
        ["env", f"SLOTCAST_PREFIX={prefix}",
         web_server.surroundings.ROOT / "deploy" / "configure", "nginx",
         folder / "copy"])
    assert result.returncode == 2
    assert b"SLOTCAST_PREFIX" in result.stderr
