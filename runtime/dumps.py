"""Finished databases kept in the cache: what the same code made on the same day is restored, not made again.

A dump is a folder with the database (pg_dump's custom format) and a copy of its files.
"""

import shutil
import time

from . import odoo_source, paths, postgres, venv
from .console import empty_folder, replace_folder, run

KEPT_SECONDS = 2 * 24 * 3600
# what makes a database one of a kind must differ in each that is restored
NEW_IDENTITY = "update ir_config_parameter set value = gen_random_uuid() where key in ('database.uuid', 'database.secret')"


def folder(*parts):
    """Where the dump of what is made from these parts lies, Odoo and the libraries being parts of everything."""
    requirements = [(paths.ROOT / name).read_bytes() for name in venv.RUN]
    version = odoo_source.version(odoo_source.get())
    return paths.cache() / "dumps" / paths.short_hash(version, *requirements, *parts)


def usable(database, kept):
    """Whether there is one for this server; another version of PostgreSQL would need tools of its own."""
    return (kept / "database").exists() and isinstance(database.server, postgres.Cluster)


def save(database, kept):
    """Keep the database under `kept`; drop what is older than two days."""
    if not isinstance(database.server, postgres.Cluster):
        return
    part = empty_folder(kept.with_suffix(".part"))
    if not _tool(database, "pg_dump", "--format=custom", "--compress=1", f"--file={part / 'database'}", database.name):
        return
    if database.odoo.filestore(database.name).exists():
        shutil.copytree(database.odoo.filestore(database.name), part / "files")
    replace_folder(part, kept)
    for old in kept.parent.iterdir():
        if time.time() - old.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(old)


def restore(database, kept):
    """Fill the new, empty database from `kept`; return whether it worked."""
    words = ["--no-owner", "--exit-on-error", "--jobs=2", f"--dbname={database.name}", kept / "database"]
    if not _tool(database, "pg_restore", *words):
        return False
    if (kept / "files").exists():
        shutil.copytree(kept / "files", database.odoo.filestore(database.name))
    database.server.query(NEW_IDENTITY, database.name)
    return True


def _tool(database, name, *words):
    environment = {**database.server.environment(), "LC_ALL": "C.UTF-8"}
    return run([database.server.tool(name), *words], paths.logs() / "dumps.log", env=environment)
