"""What is here, which version, what is missing and the command that mends it."""

import os
import shutil
import sys

from . import odoo_source, paths, postgres, server, system, venv
from .console import NEEDED_SPACE, Failure, say


def report():
    """Print one line for each thing; return 1 when something needed is missing."""
    rows = [_python(), _space(), _odoo(), _environment(), _postgres(), _server(), *_tools()]
    for good, name, what in rows:
        say(f"  {'ok     ' if good else 'missing'}  {name:<12} {what}")
    return 0 if all(good for good, _name, _what in rows) else 1


def _python():
    return True, "Python", f"{sys.version.split()[0]} ({sys.executable})"


def _space():
    paths.state().mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(paths.state()).free
    what = f"{free / 1e9:.0f} GB free, cache {paths.cache()}, data {paths.state()}"
    return free > NEEDED_SPACE, "disk", what


def _odoo():
    folder = odoo_source.find()
    if not folder:
        return False, "Odoo", "not fetched yet: ./psms up"
    return True, "Odoo", f"{odoo_source.version(folder)} ({'PSMS_ODOO' if os.environ.get('PSMS_ODOO') else folder})"


def _environment():
    python = venv.find()
    return (True, "environment", python.parent.parent) if python else (False, "environment", "not made yet: ./psms up")


def _postgres():
    given = postgres.given()
    if not given and not venv.find():
        return False, "PostgreSQL", "not there yet: ./psms up"
    cluster = given or postgres.production()
    if not given and not cluster.is_running():
        return True, "PostgreSQL", f"own cluster in {cluster.folder}, not running: ./psms up"
    try:
        version = cluster.query("show server_version")[0][0]
    except Failure as failure:
        return False, "PostgreSQL", failure
    return True, "PostgreSQL", f"{version} ({'given: ' if given else 'own, socket in '}{cluster.host})"


def _server():
    running = server.Server().running()
    return True, "server", f"{running['url']}, database {running['database']}" if running else "not running: ./psms up"


def _tools():
    for tool in system.TOOLS:
        found = tool.find()
        yield bool(found), tool.name, found or f"{tool.purpose}: {system.install_command([tool])}"
