"""Databases and runs of Odoo on the test cluster that ODOO_CONF describes."""
import configparser
import contextlib
import shutil
import subprocess
import sys
from pathlib import Path

import log_check
import psycopg2
import support
from psycopg2 import sql


class Cluster:
    """The cluster of PSMS_DSN; databases made here are dropped by `close`."""

    def __init__(self):
        self.config = Path(support.setting("ODOO_CONF"))
        parser = configparser.RawConfigParser()
        parser.read(self.config, encoding="utf-8")
        self.data_dir = Path(parser["options"]["data_dir"])
        self.dsn = support.setting("PSMS_DSN")
        self.core = support.setting("PSMS_DB")
        self.made = []

    def dsn_of(self, name):
        return psycopg2.extensions.make_dsn(self.dsn, dbname=name)

    def _execute(self, *statements):
        with contextlib.closing(psycopg2.connect(self.dsn_of("postgres"))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)

    def drop(self, name):
        self._execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        shutil.rmtree(self._filestore(name), ignore_errors=True)

    def copy(self, template, name):
        """A copy with its filestore, as assets and icons live there."""
        self.drop(name)
        self.made.append(name)
        self._execute(
            sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template))
        )
        if self._filestore(template).exists():
            shutil.copytree(self._filestore(template), self._filestore(name), symlinks=True)
        return name

    def new(self, name, modules, log):
        """A database with these modules alone."""
        self.drop(name)
        self.made.append(name)
        self.install(name, ",".join(modules), log)
        return name

    def _filestore(self, name):
        return self.data_dir / "filestore" / name

    def install(self, name, module, log):
        self._odoo(log, "-c", self.config, "-d", name, "-i", module, "--stop-after-init", "--no-http")

    def update(self, name, module, log):
        self._odoo(log, "-c", self.config, "-d", name, "-u", module, "--stop-after-init", "--no-http")

    def uninstall(self, name, module, log):
        self._odoo(log, "module", "uninstall", "-c", self.config, "-d", name, module)

    def _odoo(self, log, *words):
        """Run Odoo with its log appended to a file; what it logged is for `assert_clean`."""
        command = [sys.executable, "-m", "odoo", *map(str, words)]
        with log.open("ab") as output:
            done = subprocess.run(command, cwd=support.ROOT, stdout=output, stderr=output, check=False)
        assert done.returncode == 0, f"{' '.join(command[1:])} ended with {done.returncode}: {_tail(log)}"

    def state(self, name, module):
        with contextlib.closing(psycopg2.connect(self.dsn_of(name))) as connection, connection.cursor() as cursor:
            cursor.execute("select state from ir_module_module where name = %s", (module,))
            row = cursor.fetchone()
        return row and row[0]

    def close(self):
        for name in self.made:
            self.drop(name)


def _tail(log):
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])


def assert_clean(log):
    """No line at WARNING or worse in the log that allowed_warnings.txt does not explain."""
    found = log_check.problems(log.read_text(encoding="utf-8", errors="replace"))
    assert not found, f"{log.name}:\n" + "\n".join(found)
