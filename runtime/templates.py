"""Template databases of the tests: made once for given sources, copied in a second.

core       the modules of Odoo that PSMS depends on
alone_X    the app X on core, with nothing else of PSMS but what X depends on
suite      every PSMS module but the demo factory
demo       suite and the demo factory as of today
"""

import ast
import os
import tempfile

from . import odoo_source, paths, postgres, venv
from .console import Failure, lock, step, tail
from .database import DEMO, LANGUAGES, SUITE, Database, demo_day, demo_dump
from .odoo import Odoo

# what a browser loads first: made once in the template instead of in each test, as Odoo's own test runner does
MAKE_ASSETS = """
bundle = env["ir.qweb"]._get_asset_bundle
for name in ("web.assets_web", "web.assets_tests"):
    bundle(name, css=False, js=True).js()
for name in ("web.assets_web", "web.assets_web_print"):
    bundle(name, css=True, js=False).css()
env.cr.commit()
"""


class Templates:
    """The test cluster and what is cached on it."""

    def __init__(self):
        self.server = postgres.testing()
        if isinstance(self.server, postgres.Cluster):
            self.server.start()
        self.folder = paths.state() / "test"
        self.odoo = Odoo(self.server, self.folder / "files", venv.TEST)
        self.manifests = {
            name: ast.literal_eval((folder / "__manifest__.py").read_text())
            for name, folder in paths.module_folders().items()
        }
        self.logs = []

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        if isinstance(self.server, postgres.Cluster):
            self.server.stop()

    def core(self):
        modules = sorted({name for manifest in self.manifests.values() for name in manifest["depends"]} - set(self.manifests))
        version = odoo_source.version(odoo_source.get())
        requirements = [(paths.ROOT / name).read_bytes() for name in venv.TEST]
        # Languages from the start: Odoo translates the data of a module (units, activities) only when it installs it.
        return self._template("core", modules, paths.short_hash(version, *modules, *requirements, *LANGUAGES), None, *LANGUAGES)

    def alone(self, module):
        core = self.core()
        modules = self._with_dependencies(module)
        return self._template(f"alone_{module}", [module], self._fingerprint(core, modules), core)

    def suite(self):
        core = self.core()
        return self._template("suite", SUITE, self._fingerprint(core, SUITE), core)

    def demo(self):
        suite = self.suite()
        fingerprint = self._fingerprint(suite, [DEMO]) + demo_day()
        return self._template("demo", [DEMO], fingerprint, suite, kept=demo_dump())

    def copy(self, template, name):
        """A database for one stage, that it may do anything to."""
        return template.copy_to(self._name(name))

    def _template(self, name, modules, fingerprint, base=None, *options, kept=None):
        database, log = Database(self.odoo, self._name(name)), paths.logs() / f"test-install-{name}.log"
        with lock(paths.state() / f"template-{name}.lock"):  # stages that run at the same time may want the same
            if (database.require_ours() or ("", ""))[1] != fingerprint:
                with step(f"Template database {name}, made"):
                    finish = (lambda part: self._make_assets(part, log)) if base else None
                    database.make(modules, fingerprint, log, *options, base=base, kept=kept, finish=finish)
        if log.exists() and log not in self.logs:
            self.logs.append(log)
        return database

    def _make_assets(self, database, log):
        words = ["-d", database.name, "--no-http", "--shell-interface=python"]
        with tempfile.TemporaryFile("w+") as script:
            script.write(MAKE_ASSETS)
            script.seek(0)
            if not self.odoo.run(log, *words, sub="shell", stdin=script):
                raise Failure(f"The assets of {database.name} could not be made ({tail(log)})", f"Log: {log}")

    def _with_dependencies(self, module):
        own = [name for name in self.manifests[module]["depends"] if name in self.manifests]
        return sorted({module, *(found for name in own for found in self._with_dependencies(name))})

    def _fingerprint(self, base, modules):
        folders = [paths.module_folders()[name] for name in modules]
        return paths.short_hash(base.mark()[1], paths.fingerprint(*folders))

    def _name(self, name):
        # another checkout may use the same PostgreSQL
        return f"psms_{paths.state().name[-8:]}_{name}"

    def config(self, port):
        """Path of an odoo.conf for the tools that want one: pytest-odoo and the lifecycle tests."""
        path = self.folder / f"odoo-{port}.conf"  # stages that run at the same time differ in the port
        options = {
            "db_host": self.server.host,
            "db_port": self.server.port,
            "db_user": self.server.user,
            "addons_path": f"{paths.ROOT / 'addons'},{paths.ROOT}",
            "data_dir": self.odoo.data_dir,
            "http_interface": "127.0.0.1",
            "http_port": port,
            "list_db": False,
            "max_cron_threads": 0,
        }
        if self.server.password:
            options["db_password"] = self.server.password
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("[options]\n" + "".join(f"{key} = {value}\n" for key, value in options.items()))
        return path

    def environment(self, database, **extra):
        """Variables of tests/README.md for a stage on this database."""
        dsn = f"host={self.server.host} port={self.server.port} user={self.server.user} dbname={database.name}"
        if self.server.password:
            dsn += f" password={self.server.password}"
        own = {"PSMS_DB": database.name, "PSMS_DSN": dsn, "PSMS_PASSWORD": "psms-demo", **extra}
        return {**os.environ, **self.odoo.environment(), **own}
