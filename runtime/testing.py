"""./psms test: the stages in order, each with its own runner, and what they add up to.

With arguments it is pytest on what they name, on a copy of the cached template: `./psms test psms_stock -k scan`,
`./psms test engine`. Nothing here judges a test; every stage is a command that tests/README.md also tells.
"""

import contextlib
import multiprocessing
import os
import re
import shutil
import subprocess
import time
import xml.etree.ElementTree
from dataclasses import dataclass, field
from pathlib import Path

from . import odoo_source, paths, server, system, venv
from .console import Failure, die_with_parent, lock, say, step
from .database import APPS, DEMO
from .templates import Templates

ARTEFACTS = Path(os.environ.get("PSMS_ARTEFACTS") or paths.ROOT / "artefacts")
TEST_PORTS = range(8200, 8300)
PORTS_BESIDE = range(8300, 8400)
# a test that waits for a browser or lets threads race has limits of time
TIMED = re.compile(r"\b(HttpCase|threading)\b")
FORK = multiprocessing.get_context("fork")
# Odoo's own format, so that one reader checks every log
LOG_FORMAT = "%(asctime)s,%(msecs)03d %(process)d %(levelname)s test %(name)s: %(message)s"


@dataclass
class Tally:
    """What a stage's runner counted."""

    passed: int = 0
    failed: int = 0
    skipped: list = field(default_factory=list)

    def read(self, report):
        """Add the cases of a JUnit file; none there, or no JUnit file, is a failure of the runner itself."""
        try:
            cases = list(xml.etree.ElementTree.parse(report).iter("testcase"))
        except (FileNotFoundError, xml.etree.ElementTree.ParseError):
            # node writes the colours of a failure into the file as they are
            self.failed += 1
            return
        for case in cases:
            skipped = case.find("skipped")
            if skipped is not None:
                self.skipped.append(f"{case.get('name')}: {skipped.get('message') or 'no reason given'}")
            elif case.find("failure") is not None or case.find("error") is not None:
                self.failed += 1
            else:
                self.passed += 1

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped


class Stages:
    """Runs stages one after the other, some beside others, and remembers how each went."""

    def __init__(self, full):
        self.full, self.tally, self.broken, self.ports = full, Tally(), [], TEST_PORTS
        self.python = venv.get(venv.TEST, "Python environment of the tests")
        self.missing = system.provide(system.TO_TEST)
        shutil.rmtree(ARTEFACTS, ignore_errors=True)
        ARTEFACTS.mkdir(parents=True)

    @contextlib.contextmanager
    def stage(self, name):
        """One stage: a Failure in it breaks the stage and not the run."""
        say(f"\n== {name}")
        start, before = time.monotonic(), self.tally.failed
        try:
            yield
        except Failure as failure:
            say(f"psms: {failure}")
            self.tally.failed += 1
        if self.tally.failed > before:
            self.broken.append(name)
        say(f"== {name}: {time.monotonic() - start:.0f} s")

    @contextlib.contextmanager
    def beside(self, *runs):
        """Run other stages on a second core meanwhile, and show afterwards what they said.

        Only what has no time limit: a browser or a race that waits for a busy core fails now and then.
        """
        said = ARTEFACTS / "beside.txt"
        receiver, sender = FORK.Pipe(duplex=False)
        process = FORK.Process(target=self._run_beside, args=(runs, said, sender))
        process.start()
        try:
            yield
        finally:
            process.join()
            say(said.read_text(errors="replace").rstrip())
        if not receiver.poll():
            self.tally.failed += 1
            self.broken.append(f"what ran beside (exit status {process.exitcode})")
            return
        tally, broken = receiver.recv()
        self.tally.add(tally)
        self.broken += broken

    def _run_beside(self, runs, said, sender):
        die_with_parent()
        with said.open("wb") as output:
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
        self.tally, self.broken, self.ports = Tally(), [], PORTS_BESIDE
        for run_stages in runs:
            run_stages()
        sender.send((self.tally, self.broken))

    def skip(self, what, why):
        self.tally.skipped.append(f"{what}: {why}")
        say(f"  skipped: {what}: {why}")

    def pytest(self, name, *words, env=None, logs=None):
        """Run pytest, count its cases; with `logs` a warning that it logged is a failure too."""
        report = ARTEFACTS / f"{name}.xml"
        options = ["-q", "-p", "no:cacheprovider", "--tb=short", f"--junitxml={report}", "-o", "junit_logging=no"]
        if logs:
            log = ARTEFACTS / f"{name}.log"
            options += [f"--log-file={log}", "--log-file-level=WARNING", f"--log-file-format={LOG_FORMAT}"]
            options += ["--log-file-date-format=%Y-%m-%d %H:%M:%S"]
        status = self._call([self.python, "-m", "pytest", *options, *words], env)
        before = self.tally.failed
        self.tally.read(report)
        if status not in (0, 5) and self.tally.failed == before:
            self.tally.failed += 1
        if logs and log.exists():
            self.check_logs(log)

    def node(self, name, *words, env):
        report = ARTEFACTS / f"{name}.xml"
        reporters = ["--test-reporter=spec", "--test-reporter-destination=stdout"]
        reporters += ["--test-reporter=junit", f"--test-reporter-destination={report}"]
        self._call(["node", "--test", *reporters, *words], env)
        self.tally.read(report)

    def command(self, *words, env=None):
        """A command that passes or fails as a whole."""
        if self._call(words, env):
            self.tally.failed += 1
        else:
            self.tally.passed += 1

    def check_logs(self, *logs, refusals=False):
        """No line at WARNING or worse that tests/allowed_warnings.txt does not explain.

        `refusals` are fine where clients ask for them and assert them.
        """
        options = ["--quiet", *(["--refusals"] if refusals else [])]
        self.command(self.python, paths.ROOT / "tests/log_check.py", *options, *logs)

    def _call(self, words, env):
        return subprocess.call([str(word) for word in words], env=env or venv.environment(), cwd=paths.ROOT)

    def close(self, started):
        if self.tally.skipped:
            say("\nskipped:")
            for reason in self.tally.skipped:
                say(f"  {reason}")
        say(f"\n{'failed in: ' + ', '.join(self.broken) if self.broken else 'all stages passed'}; artefacts in {ARTEFACTS}")
        say(f"{time.monotonic() - started:.0f} s")
        say(f"{self.tally.passed} passed, {self.tally.failed} failed, {len(self.tally.skipped)} skipped")
        return 1 if self.tally.failed else 0


def run(words, full=False):
    """All stages, or pytest with the words; return the exit status."""
    started = time.monotonic()
    odoo_source.get()
    with lock(paths.state() / "test.lock"):
        if words:
            return _chosen(words)
        stages = Stages(full)
        _node_packages(stages)
        with Templates() as templates:
            with stages.beside(lambda: _static(stages), lambda: _quiet(stages, templates)):
                _on_demo(stages, templates)
            _modules(stages, templates, timed=True)
            _journeys(stages, templates)
            with stages.stage("logs of every installation"):
                stages.check_logs(*templates.logs)
        return stages.close(started)


def _chosen(words):
    """pytest on what the words name: Odoo's tests on a copy of the suite, the others as they are."""
    pytest = [str(venv.get(venv.TEST, "Python environment of the tests")), "-m", "pytest"]
    modules = {part for word in words for part in Path(word).parts if part in paths.module_folders()}
    if not modules:
        return subprocess.call([*pytest, "-p", "no:odoo", *words], env=venv.environment(), cwd=paths.ROOT)
    with Templates() as templates:
        database = templates.copy(templates.demo() if DEMO in modules else templates.suite(), "chosen")
        command = [*pytest, *_odoo_options(templates, database, TEST_PORTS), *_as_paths(words)]
        return subprocess.call(command, env=templates.environment(database), cwd=paths.ROOT)


def _as_paths(words):
    """Module names become their folders, so that `./psms test psms_base` works from the root."""
    folders = paths.module_folders()
    return [str(folders[word].relative_to(paths.ROOT)) if word in folders else word for word in words]


def _odoo_options(templates, database, ports):
    port = server.first_free(ports)
    return [f"--odoo-config={templates.config(port)}", f"--odoo-database={database.name}", "--odoo-http"]


def _node_packages(stages):
    if system.NODE not in stages.missing:
        with stages.stage("node's packages"):  # with ESLint, which Odoo's lint looks for
            stages.command("npm", "ci", "--prefix", paths.ROOT / "tests", "--no-audit", "--no-fund", "--loglevel=error")


def _static(stages):
    with stages.stage("lint"):
        lint = venv.get(venv.LINT, "Python environment of the linters")
        env = {**venv.environment(), "PSMS_LINT_BIN": str(lint.parent)}
        stages.pytest("lint", "-p", "no:odoo", "tests/lint", env=env)
    with stages.stage("engine"):
        stages.pytest("engine", "-p", "no:odoo", "engine/tests")
    with stages.stage("the command"):
        stages.pytest("runtime", "-p", "no:odoo", "tests/runtime")


def _quiet(stages, templates):
    """What takes databases but neither the demo factory nor a browser; no copy has a name that is used meanwhile."""
    with stages.stage("lifecycle"):
        database = templates.copy(templates.core(), "lifecycle")
        config = templates.config(server.first_free(stages.ports))
        env = templates.environment(database, ODOO_CONF=str(config), PSMS_ARTEFACTS=str(ARTEFACTS))
        stages.pytest("lifecycle", "-p", "no:odoo", "tests/lifecycle", *(["--full"] if stages.full else []), env=env)
    with stages.stage("rights"):
        database = templates.copy(templates.suite(), "rights")
        _pytest_odoo(stages, templates, database, "rights", paths.ROOT / "tests/rights")
    with stages.stage("random histories"):
        database = templates.copy(templates.suite(), "history")
        _pytest_odoo(stages, templates, database, "history", paths.ROOT / "tests/history")
    _modules(stages, templates, timed=False)


def _on_demo(stages, templates):
    """What takes the demo factory and no browser; the factory itself takes the longest."""
    with stages.stage("template databases"):
        templates.demo()
        for module in APPS:
            templates.alone(module)
    with stages.stage("Odoo's lint and the translations"):
        # on the demo factory, as its module has translations too
        database = templates.copy(templates.demo(), "lint")
        _pytest_odoo(stages, templates, database, "lint_odoo", paths.ROOT / "tests/lint_odoo")
    with stages.stage(f"tests of {DEMO}"):
        database = templates.copy(templates.demo(), DEMO)
        _pytest_odoo(stages, templates, database, DEMO, paths.module_folders()[DEMO])


def _modules(stages, templates, timed):
    """Each app alone, the shared and the glue modules on the suite: those with limits of time, or the others."""
    for module, folder in paths.module_folders().items():
        files = list((folder / "tests").rglob("*.py"))
        if not files or module == DEMO or timed != any(TIMED.search(path.read_text()) for path in files):
            continue
        with stages.stage(f"tests of {module}"):
            template = templates.alone(module) if module in APPS else templates.suite()
            database = templates.copy(template, "modules")
            _pytest_odoo(stages, templates, database, module, folder)


def _pytest_odoo(stages, templates, database, name, folder, **extra):
    options = _odoo_options(templates, database, stages.ports)
    config = options[0].partition("=")[2]
    env = templates.environment(database, ODOO_CONF=config, PSMS_ARTEFACTS=str(ARTEFACTS), **extra)
    stages.pytest(name, *options, folder.relative_to(paths.ROOT), env=env, logs=True)


@contextlib.contextmanager
def _serving(templates, name):
    """A server on a fresh copy of the demo factory; its log is checked when it has stopped."""
    with step("Copy of the demo factory"):
        database = templates.copy(templates.demo(), name)
    port = server.first_free(TEST_PORTS)
    log = ARTEFACTS / f"{name}-server.log"
    process = templates.odoo.start(log, "-d", database.name, f"--http-port={port}", "--max-cron-threads=0")
    try:
        url = f"http://127.0.0.1:{port}"
        server.wait_until_ready(url, process, log)
        yield templates.environment(database, PSMS_URL=url, PSMS_ARTEFACTS=str(ARTEFACTS))
    finally:
        process.terminate()
        process.wait(30)


def _journeys(stages, templates):
    tests = paths.ROOT / "tests"
    for name in ("journey_xmlrpc", "doors", "races"):
        with stages.stage(name), _serving(templates, name) as env:
            stages.pytest(name, "-p", "no:odoo", tests / name, env=env)
            stages.command(stages.python, tests / "invariants.py", env=env)
        stages.check_logs(ARTEFACTS / f"{name}-server.log", refusals=name in ("doors", "races"))
    lacking = [tool.name for tool in stages.missing if tool in (system.CHROMIUM, system.NODE)]
    if lacking:
        stages.skip("journey_browser", f"{' and '.join(lacking)} missing: {system.install_command(stages.missing)}")
        return
    with stages.stage("journey_browser"), _serving(templates, "journey_browser") as env:
        stages.node("journey_browser", *sorted((tests / "journey_browser").glob("*.test.mjs")), env=env)
        stages.command(stages.python, tests / "invariants.py", env=env)
    stages.check_logs(ARTEFACTS / "journey_browser-server.log")
