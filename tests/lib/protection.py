"""Passwords and TLS: deploy's blocks, switched on by one line each."""
# SPDX-License-Identifier: MIT
import processes
from web_server import uncomment

INCLUDE = {"lighttpd": 'include "{}"', "nginx": "include {};"}


def run(*arguments):
    result = processes.run(arguments)
    assert result.returncode == 0, result.stderr.decode()
    return result.stdout.decode()


def set_password(server, password):
    """Set a password as the comment in deploy's auth.conf says."""
    crypted = run("openssl", "passwd", "-apr1", password)
    (server.settings_folder / "htpasswd").write_text(f"operator:{crypted}")


def ask_for_password(server):
    """The user is operator, the password secret."""
    set_password(server, "secret")
    uncomment(server.configuration,
              INCLUDE[server.kind].format("auth.conf"))


def speak_tls(server):
    """Switch TLS on as the comment in deploy's tls.conf says."""
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:P-256", "-nodes", "-days", "365",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", server.settings_folder / "key.pem",
         "-out", server.settings_folder / "cert.pem")
    uncomment(server.configuration, INCLUDE[server.kind].format("tls.conf"))
