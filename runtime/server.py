"""The server of this checkout: one process, a pid file, a log."""

import json
import os
import signal
import socket
import time
import urllib.error
import urllib.request

from . import paths
from .console import Failure, die_with_parent, tail
from .database import DEMO, Database

FIRST_PORT = 8069
LOCAL, PUBLIC = "127.0.0.1", "0.0.0.0"
READY_SECONDS = 120
# read by Odoo's shell: every active user who can sign in with a password that anyone may guess
KNOWN_PASSWORDS = """
import json
users = env['res.users'].search([('share', '=', False)])
env.cr.execute("select id, password from res_users where id in %s and password is not null", [tuple(users.ids)])
hashes = dict(env.cr.fetchall())
check = env['res.users']._crypt_context().verify
def known(user):
    words = {'admin', 'demo', 'psms-demo', user.login}
    return user.id in hashes and any(check(word, hashes[user.id]) for word in words)
print('PSMS:' + json.dumps([user.login for user in users if known(user)]))
"""


class Server:
    """State of the one server that this checkout runs, kept in a small file."""

    def __init__(self):
        self.file = paths.state() / "server.json"
        self.log = paths.logs() / "odoo.log"

    def running(self):
        """{"pid", "database", "url", "demo"} of the living server, or None."""
        if not self.file.exists():
            return None
        known = json.loads(self.file.read_text())
        return known if _is_ours(known["pid"]) else None

    def start(self, odoo, database, port, public, detach):
        """Start and wait until the login page answers; return the process."""
        self.log.unlink(missing_ok=True)
        words = ["-d", database, f"--http-port={port}", f"--http-interface={PUBLIC if public else LOCAL}"]
        options = {"start_new_session": True} if detach else {"preexec_fn": die_with_parent}
        process = odoo.start(self.log, *words, **options)
        url = f"http://{LOCAL}:{port}"
        part = self.file.with_suffix(".part")
        demo = DEMO in Database(odoo, database).installed()
        part.write_text(json.dumps({"pid": process.pid, "database": database, "url": url, "demo": demo}))
        os.replace(part, self.file)
        wait_until_ready(url, process, self.log)
        return process

    def stop(self):
        """Stop it and wait; return whether there was one."""
        known = self.running()
        if known:
            os.kill(known["pid"], signal.SIGTERM)
            for _attempt in range(100):
                if not _is_ours(known["pid"]):
                    break
                time.sleep(0.1)
            else:
                os.kill(known["pid"], signal.SIGKILL)
        self.file.unlink(missing_ok=True)
        return bool(known)



def wait_until_ready(url, process, log):
    """Return once the login page of `url` answers 200; Failure if the process ends or takes too long."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise Failure(f"Odoo stopped while starting ({tail(log)})", f"Log: {log}")
        try:
            with urllib.request.urlopen(f"{url}/web/login", timeout=30) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    process.terminate()
    raise Failure(f"Odoo did not answer in {READY_SECONDS} s", f"Log: {log}")


def choose_port(asked):
    """The port that was asked for, the one of the last time, or the first free one."""
    if asked:
        if not is_free(asked):
            raise Failure(f"Port {asked} is in use", "Choose another: ./psms up --port NUMBER, or leave --port out")
        return asked
    memory = paths.state() / "port"
    remembered = int(memory.read_text()) if memory.exists() else FIRST_PORT
    candidates = [remembered, *range(FIRST_PORT, FIRST_PORT + 100)]
    port = first_free(candidates)
    memory.parent.mkdir(parents=True, exist_ok=True)
    memory.write_text(str(port))
    return port


def first_free(ports):
    """The first of the ports that nobody listens on."""
    ports = list(ports)
    port = next((port for port in ports if is_free(port)), None)
    if not port:
        raise Failure(f"None of the {len(ports)} ports from {ports[0]} on is free", "./psms up --port NUMBER")
    return port


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOCAL, port))
        except OSError:
            return False
    return True


def refuse_known_passwords(odoo, database):
    """Nobody serves a known password to a network."""
    answer = odoo.shell(database, KNOWN_PASSWORDS).stdout
    found = [line[5:] for line in answer.splitlines() if line.startswith("PSMS:")]
    if not found:
        raise Failure("The passwords could not be checked", "./psms doctor")
    logins = json.loads(found[0])
    if logins:
        raise Failure(
            f"--public is refused: {', '.join(logins)} still have a password that everyone knows",
            "Change these passwords or archive the users (Settings, Users), or serve a database without demo: --no-demo",
        )


def _is_ours(pid):
    """Whether the process lives and is an Odoo of this checkout (a pid may have been given out again)."""
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as handle:
            return str(paths.CONFIG).encode() in handle.read()
    except OSError:
        return False
