"""Databases: made under another name and renamed when whole, kept in step with the sources.

A comment on the database says which checkout made it from which sources. A database without that
comment belongs to somebody else and is never touched.
"""

import datetime
import re
import secrets
import shutil

from . import dumps, paths
from .console import Failure, replace_folder, step, tail

APPS = ("psms_stock", "psms_production", "psms_sales", "psms_dashboard")
DEMO = "psms_demo"
SUITE = sorted(set(paths.module_folders()) - {DEMO})
# whoever signs in chooses between the two; the first is what a new user starts with
LANGUAGES = ("--load-language=en_US,zh_CN",)
# the demo factory is built as of today in its own time zone
FACTORY_TIME = datetime.timezone(datetime.timedelta(hours=8))
# read by Odoo's shell, which stores the password's hash
SET_ADMIN_PASSWORD = "env.ref('base.user_admin').password = {password!r}; env.cr.commit()"


class Database:
    """One database by name on one Odoo (see odoo.Odoo)."""

    def __init__(self, odoo, name):
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,55}", name):
            raise Failure(f"{name!r} can't be a database's name", "Use letters, digits and _ only")
        self.odoo, self.server, self.name = odoo, odoo.server, name

    def mark(self):
        """(maker, fingerprint of the sources) from the comment, or None where there is no database."""
        sql = "select coalesce(shobj_description(oid, 'pg_database'), '') from pg_database where datname = '%s'"
        rows = self.server.query(sql % self.name)
        if not rows:
            return None
        words = rows[0][0].split()
        return (words[1], words[2]) if len(words) == 3 and words[0] == "psms" else ("", "")

    def set_mark(self, fingerprint):
        self.server.query(f"""comment on database "{self.name}" is 'psms {_maker()} {fingerprint}'""")

    def require_ours(self):
        mark = self.mark()
        if mark and mark[0] != _maker():
            raise Failure(
                f"A database {self.name} is there and this checkout did not make it",
                "Choose another name: ./psms up --database NAME",
            )
        return mark

    def drop(self):
        """Drop the database if this checkout made it."""
        if self.require_ours():
            self.server.query(f'drop database "{self.name}" with (force)')
        shutil.rmtree(self.odoo.filestore(self.name), ignore_errors=True)

    def make(self, modules, fingerprint, log, *options, base=None, kept=None, finish=None):
        """Install the modules in a new database, or in a copy of `base`; it has its name only when whole.

        `kept` names a dump (dumps.py) that is restored instead, or saved for the next time. `finish(part)` does
        what has to be done before anyone may see the database.
        """
        part = Database(self.odoo, f"{self.name}_part")
        restored = kept and dumps.usable(part, kept) and dumps.restore(part.create(), kept)
        if not restored:
            part.install(modules, log, options, base)
        part.require_whole(modules, log)
        if kept and not restored:
            dumps.save(part, kept)
        answer = finish(part) if finish else None
        part.rename(self.name, fingerprint)
        return answer

    def create(self):
        """This database, empty, whatever was there before."""
        self.drop()
        self.server.query(f"""create database "{self.name}" template template0 encoding 'UTF8'""")
        self.set_mark("part")
        return self

    def install(self, modules, log, options, base):
        if base:
            base.copy_to(self.name, "part")
        else:
            self.create()
        log.unlink(missing_ok=True)
        words = ["-d", self.name, "-i", ",".join(modules), "--stop-after-init", "--no-http", *options]
        if not self.odoo.run(log, *words):
            raise Failure(f"The database {self.name} could not be made ({tail(log)})", f"Log: {log}")

    def require_whole(self, modules, log):
        """Odoo's exit status says nothing of a module that did not install."""
        lacking = sorted(set(modules) - self.installed())
        if lacking:
            raise Failure(f"These modules did not install: {', '.join(lacking)}", f"Log: {log}")

    def rename(self, name, fingerprint):
        Database(self.odoo, name).drop()
        self.set_mark(fingerprint)
        if self.odoo.filestore(self.name).exists():
            replace_folder(self.odoo.filestore(self.name), self.odoo.filestore(name))
        self.server.query(f'alter database "{self.name}" rename to "{name}"')

    def copy_to(self, name, fingerprint="copy"):
        """A copy with its files: without them every asset would be missing."""
        copy = Database(self.odoo, name)
        copy.drop()
        self.server.query(f'create database "{name}" template "{self.name}"')
        copy.set_mark(fingerprint)
        if self.odoo.filestore(self.name).exists():
            shutil.copytree(self.odoo.filestore(self.name), self.odoo.filestore(name))
        return copy

    def installed(self):
        rows = self.server.query("select name from ir_module_module where state = 'installed'", self.name)
        return {row[0] for row in rows}

    def update(self, modules, fingerprint, log):
        """Install what is new and update the rest after the sources changed."""
        known = self.installed() & set(paths.module_folders())
        log.unlink(missing_ok=True)
        words = ["-d", self.name, "-u", ",".join(sorted(known)), "--stop-after-init", "--no-http"]
        new = sorted(set(modules) - known)
        if not self.odoo.run(log, *words, *(["-i", ",".join(new)] if new else [])):
            raise Failure(f"The update of {self.name} failed ({tail(log)})", f"Log: {log}")
        self.require_whole({*known, *modules}, log)
        self.set_mark(fingerprint)


def sources():
    """Fingerprint of what a database is made from."""
    return paths.fingerprint(*paths.module_folders().values())


def demo_day():
    return datetime.datetime.now(FACTORY_TIME).date().isoformat()


def demo_dump():
    """Where the demo factory as these sources make it today is kept."""
    return dumps.folder("demo", sources(), demo_day())


def bring_up(odoo, name, demo, fresh):
    """The database that `up` serves, made or updated; return the administrator's new password, if one was made.

    The demo factory goes into a new database only: one that is there may hold somebody's real data.
    """
    database = Database(odoo, name)
    mark = database.require_ours()
    fingerprint = sources()
    if fresh and mark:
        database.drop()
        mark = None
    if not mark:
        return _make(database, demo, fingerprint)
    if mark[1] != fingerprint:
        with step(f"Database {name}, updated to the sources"):
            database.update(SUITE, fingerprint, paths.logs() / f"update-{name}.log")
    return None


def _make(database, demo, fingerprint):
    modules, what = ([*SUITE, DEMO], "all modules and the demo factory") if demo else (SUITE, "all modules")
    log = paths.logs() / f"install-{database.name}.log"
    finish = None if demo else _secure_administrator
    with step(f"Database {database.name} with {what}, made (some minutes, the first time)"):
        return database.make(modules, fingerprint, log, *LANGUAGES, kept=demo_dump() if demo else None, finish=finish)


def _secure_administrator(database):
    """Odoo's administrator starts with a known password: give it one that nobody knows."""
    password = secrets.token_urlsafe(12)
    done = database.odoo.shell(database.name, SET_ADMIN_PASSWORD.format(password=password))
    if done.returncode:
        raise Failure("The administrator's password could not be set", "./psms up again")
    return password


def _maker():
    return paths.state().name
