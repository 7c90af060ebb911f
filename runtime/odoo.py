"""Run Odoo's own command on one database, with this checkout's modules."""

import subprocess

from . import paths, venv
from .console import run


class Odoo:
    """Odoo of this checkout on one PostgreSQL, its files in `data_dir`."""

    def __init__(self, server, data_dir, files=venv.RUN):
        self.server, self.data_dir, self.python = server, data_dir, venv.get(files)

    def command(self, *words, sub="server"):
        options = [f"--config={paths.CONFIG}", f"--data-dir={self.data_dir}", *self.server.odoo_options()]
        return [str(self.python), "-m", "odoo", sub, *options, *words]

    def environment(self):
        return venv.environment(self.server.environment())

    def run(self, log, *words, sub="server", stdin=None):
        """Run to the end, output to `log`; return whether it succeeded."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        return run(self.command(*words, sub=sub), log, env=self.environment(), cwd=paths.ROOT, stdin=stdin)

    def start(self, log, *words, **options):
        """A running server as a Popen, output appended to `log`."""
        log.parent.mkdir(parents=True, exist_ok=True)
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with open(log, "ab") as output:
            return subprocess.Popen(
                self.command(*words),
                env=self.environment(),
                cwd=paths.ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                **options,
            )

    def shell(self, database, script=None):
        """Odoo's shell: interactive, or fed with the text `script`; return the completed process."""
        command = self.command("-d", database, "--no-http", "--shell-interface=python", "--log-level=warn", sub="shell")
        return subprocess.run(
            command,
            env=self.environment(),
            cwd=paths.ROOT,
            input=script,
            text=True,
            stdout=None if script is None else subprocess.PIPE,
        )

    def filestore(self, database):
        return self.data_dir / "filestore" / database

