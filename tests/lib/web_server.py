"""lighttpd and nginx with the files of deploy/, and fcgi-stream behind them.

The configurations are copied by deploy/configure and differ from the shipped
ones in the values that it documents, and in the lines that their comments tell
a user to change (passwords, TLS, CGI).

In the place of fcgi-stream stands a script of three lines, for options and for
what a web server would not let through: the sanitizers' settings and the mark
of this run. Program and page are copied first, because a web server that root
starts becomes www-data, who cannot look into every clone of this repository.
"""
# SPDX-License-Identifier: MIT
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import socket

import curl
import processes
import surroundings
from processes import Process, wait_until

WEB_USER = "www-data"


def is_root():
    return os.geteuid() == 0


def uncomment(file, line):
    """Make `line`, a comment in `file`, count."""
    replace_line(file, "#" + line, line)


def replace_line(file, old, new):
    lines = file.read_text().split("\n")
    places = [i for i, line in enumerate(lines) if line.strip() == old]
    assert len(places) == 1, f"{file} has {len(places)} lines {old!r}"
    lines[places[0]] = new
    file.write_text("\n".join(lines))


def _answers(host, port):
    try:
        socket.create_connection((host, port)).close()
    except OSError:
        return False
    return True


class WebServer:
    """One web server on a port of its own; subclasses know how to start it.

    `values` are more of those that deploy/configure takes. `change` is called
    with the server when its files lie there, before it starts.
    """

    kind = None

    def __init__(self, folder, responder_options=(), change=None,
                 values=None):
        self.folder = pathlib.Path(folder)
        self.port = surroundings.free_port()
        self.tls_port = surroundings.free_port()
        self.run_folder = self._make_folder("run")
        self.settings_folder = self._make_folder("settings")
        self.configuration = self.folder / "deploy" / "slotcast.conf"
        self.www_folder = self.folder / "www"
        self._responder = self._install(responder_options)
        self._configure(values or {})
        if change:
            change(self)
        self.processes = []
        self.start()
        wait_until(self._is_listening, 10, f"{self.kind} on its port")

    def _make_folder(self, name):
        folder = self.folder / name
        folder.mkdir()
        if is_root():
            shutil.chown(folder, WEB_USER, WEB_USER)
        return folder

    def _install(self, options):
        program = self.folder / "fcgi-stream.program"
        shutil.copy(surroundings.FCGI_STREAM, program)
        shutil.copytree(surroundings.ROOT / "www", self.www_folder)
        settings = processes.sanitizer_settings(self.run_folder)
        exports = [surroundings.RUN_MARK,
                   *(f"{name}={value}" for name, value in settings.items())]
        command = [str(program), *options]
        script = self.folder / "fcgi-stream"
        script.write_text("#!/bin/sh\n"
                          f"echo $$ > {self.run_folder}/fcgi-stream.pid\n"
                          f"export {shlex.join(exports)}\n"
                          f"exec {shlex.join(command)} "
                          f"2>> {self.run_folder}/fcgi-stream.log\n")
        script.chmod(0o755)
        return script

    def _configure(self, values):
        result = processes.run(
            [surroundings.ROOT / "deploy" / "configure", self.kind,
             self.configuration.parent],
            env={**os.environ,
                 "SLOTCAST_PORT": str(self.port),
                 "SLOTCAST_TLS_PORT": str(self.tls_port),
                 "SLOTCAST_RUN": str(self.run_folder),
                 "SLOTCAST_ETC": str(self.settings_folder),
                 "SLOTCAST_WWW": str(self.www_folder),
                 "SLOTCAST_FCGI_STREAM": str(self._responder),
                 **values})
        assert result.returncode == 0, result.stderr.decode()

    def start(self):
        raise NotImplementedError

    def stop(self):
        for process in reversed(self.processes):
            process.stop()

    def _is_listening(self):
        assert self.processes[-1].is_running(), self.processes[-1].log
        return any(_answers(host, self.port) for host in ("127.0.0.1", "::1"))

    def url(self, path="/"):
        return f"http://127.0.0.1:{self.port}{path}"

    def tls_url(self, path="/"):
        return f"https://localhost:{self.tls_port}{path}"

    def get(self, path, *options):
        return curl.fetch(self.url(path), *options)

    @property
    def responder_pid(self):
        return int((self.run_folder / "fcgi-stream.pid").read_text())

    def signal_responder(self, number):
        os.kill(self.responder_pid, number)

    def end_responder(self, number):
        """By signal `number`; returns when it has ended."""
        pid = self.responder_pid
        os.kill(pid, number)
        wait_until(lambda: processes.has_ended(pid), 5, "the responder's end")

    @property
    def responder_log(self):
        file = self.run_folder / "fcgi-stream.log"
        return file.read_text() if file.exists() else ""

    def streams(self):
        """/streams: what it says about each slot, by name."""
        answer = self.get("/streams")
        assert answer.status == 200, answer
        return {stream["name"]: stream
                for stream in json.loads(answer.body)["streams"]}

    def state(self, name):
        return self.streams().get(name, {}).get("state")

    def wait_for_state(self, name, state, seconds=10):
        wait_until(lambda: self.state(name) == state,
                   seconds,
                   f"stream {name} becoming {state}")

    def viewers(self, name):
        return self.streams().get(name, {}).get("viewers", 0)


class Lighttpd(WebServer):
    """lighttpd, which starts fcgi-stream itself."""

    kind = "lighttpd"
    # Without a responder, which it may have started again already.
    status_without = (200, 503)

    def start(self):
        # It says 1 when it had to cut connections, as it always has to here.
        self.processes.append(Process(
            ["lighttpd", "-D", "-f", self.configuration], self.folder,
            exits_with=(0, 1)))

    def stop(self):
        super().stop()
        log = self.run_folder / "lighttpd-error.log"
        ends = re.findall(r"child signalled: (\d+)",
                          log.read_text() if log.exists() else "")
        crashes = [end for end in ends if -int(end) in processes.FAULTS]
        assert not crashes, f"fcgi-stream ended by signals {crashes}"

    def revive_responder(self):
        """Do nothing: lighttpd starts it again with the next request."""


class Nginx(WebServer):
    """nginx, and fcgi-stream on the socket that spawn-fcgi makes."""

    kind = "nginx"
    status_without = (503,)

    def start(self):
        self.start_responder()
        self.processes.append(Process(
            ["nginx", "-e", "stderr", "-c", self.configuration,
             "-g", "daemon off;"], self.folder))

    def start_responder(self):
        owner = ["-u", WEB_USER, "-g", WEB_USER] if is_root() else []
        responder_socket = self.run_folder / "fcgi-stream.sock"
        responder_socket.unlink(missing_ok=True)
        self.processes.insert(0, Process(
            ["spawn-fcgi", "-n", "-s", responder_socket, "-M", "0660",
             *owner, "--", self._responder],
            self.folder, exits_with=(0, -signal.SIGKILL)))
        wait_until(responder_socket.exists, 5, "the responder's socket")

    def revive_responder(self):
        """Do as a service manager does when spawn-fcgi -n ends."""
        ended = self.processes.pop(0)
        ended.wait()
        self.start_responder()


KINDS = {server.kind: server for server in (Lighttpd, Nginx)}
