"""The command line: what each word does, in the order in which it does it."""

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import unicodedata

from . import database as databases
from . import doctor, odoo_source, paths, postgres, server, system, venv
from .console import Failure, lock, say, step
from .odoo import Odoo

DEFAULT_DATABASE = "psms"
# read by Odoo's shell: the same entry as the button and the cron
RUN_PLAN = """
import json
plan = env['psms.plan'].with_context(lang={lang!r})
plan = plan.browse(plan.run_plan())
env.cr.commit()
columns = ['product_id', 'warehouse_id', 'source', 'quantity', 'need_date', 'due_date', 'release_date', 'days_late']
orders = plan.planned_order_ids.sorted(lambda order: (order.release_date, order.need_date, order.id))
labels = orders.fields_get(columns, ['string', 'selection'])
sources = dict(labels['source']['selection'])
value = lambda order, name: order[name].display_name if name.endswith('_id') else str(sources.get(order[name], order[name]))
rows = [[labels[name]['string'] for name in columns], *([value(order, name) for name in columns] for order in orders)]
print('PSMS:' + json.dumps({{'rows': rows, 'summary': plan._summary()}}))
"""


def run(words):
    """Do what the words say; return the exit status. A Failure is one line on stderr."""
    arguments, rest = _parser().parse_known_args(words)
    if rest and arguments.action is not test:
        _parser().error(f"unknown: {' '.join(rest)}")
    arguments.rest = rest
    try:
        return arguments.action(arguments) or 0
    except Failure as failure:
        print(f"psms: {failure}", file=sys.stderr)
    except OSError as error:
        print(f"psms: {error}. Free space or mend the rights of the folder, then run it again.", file=sys.stderr)
    except KeyboardInterrupt:
        print("psms: stopped; the same command goes on from here.", file=sys.stderr)
    return 1


def up(arguments):
    """Get everything, make the database, serve it."""
    started = time.monotonic()
    process = server.Server()
    running = process.running()
    if running and not arguments.fresh:
        say(f"PSMS runs already (database {running['database']}).")
        return _tell(running["url"], running["demo"], True)
    process.stop()
    port = server.choose_port(arguments.port)
    with lock(paths.state() / "up.lock"):
        system.provide(system.TO_RUN)
        cluster, odoo = _prepare()
        password = databases.bring_up(odoo, arguments.database, not arguments.no_demo, arguments.fresh)
        if arguments.public:
            server.refuse_known_passwords(odoo, arguments.database)
        with step("Odoo, started"):
            child = process.start(odoo, arguments.database, port, arguments.public, arguments.detach)
    say(f"Ready in {time.monotonic() - started:.0f} s.")
    _tell(f"http://{server.LOCAL}:{port}", process.running()["demo"], arguments.detach, password)
    return 0 if arguments.detach else _serve(child, process, cluster)


def down(arguments):
    """Stop the server and the own PostgreSQL."""
    stopped = server.Server().stop()
    if venv.find() and not postgres.given():
        cluster = postgres.production()
        stopped = cluster.is_running() or stopped
        cluster.stop()
    say("Stopped." if stopped else "Nothing was running.")


def shell(arguments):
    """Odoo's Python shell on the database."""
    return _existing(arguments).shell(arguments.database).returncode


def plan(arguments):
    """Run the material plan and print the planned orders."""
    lang = "zh_CN" if os.environ.get("LANG", "").startswith("zh") else "en_US"
    answer = _existing(arguments).shell(arguments.database, RUN_PLAN.format(lang=lang))
    found = [line[5:] for line in answer.stdout.splitlines() if line.startswith("PSMS:")]
    if answer.returncode or not found:
        raise Failure("The plan was not made: see the message above", f"./psms shell --database {arguments.database}")
    result = json.loads(found[0])
    widths = [max(map(_width, column)) for column in zip(*result["rows"])]
    for row in result["rows"]:
        say("  ".join(text + " " * (width - _width(text)) for text, width in zip(row, widths)).rstrip())
    say(result["summary"])


def _width(text):
    """Columns that a terminal needs: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def bench(arguments):
    """Run the measurements, or the one that is named."""
    python = venv.get(venv.TEST)
    scripts = sorted((paths.ROOT / "bench").glob("*/*.py"))
    chosen = [path for path in scripts if arguments.name in str(path.relative_to(paths.ROOT))]
    if not chosen:
        names = ", ".join(str(path.relative_to(paths.ROOT)) for path in scripts)
        raise Failure(f"No measurement is called {arguments.name}", f"There are: {names}")
    return max(subprocess.call([str(python), str(path)], env=venv.environment(), cwd=paths.ROOT) for path in chosen)


def test(arguments):
    """Everything that `.ci/run` runs, or pytest on what the arguments name."""
    from . import testing

    return testing.run(arguments.rest, full=arguments.full)


def check(arguments):
    return doctor.report()


def _prepare():
    """A running PostgreSQL and an Odoo on it; what is missing is fetched."""
    odoo_source.get()
    venv.get()
    cluster = postgres.production()
    if isinstance(cluster, postgres.Cluster):
        cluster.start()
    else:
        cluster.query("select 1")
    return cluster, Odoo(cluster, paths.state() / "files")


def _existing(arguments):
    """Odoo for a command that needs the database to be there."""
    _cluster, odoo = _prepare()
    if not databases.Database(odoo, arguments.database).require_ours():
        raise Failure(f"There is no database {arguments.database} yet", "./psms up --detach makes it")
    return odoo


def _tell(url, demo, detached, password=None):
    say(f"\n  {url}\n")
    if password:
        say(f"  Sign in as admin with the password {password} (shown this once; change it under Preferences).")
    elif demo:
        say("  Demo users (password psms-demo): planner, supervisor, store, operator, inspector, sales, accountant, manager,"
            " admin")
    say("  Stop: ./psms down" + ("" if detached else " or Ctrl-C"))
    say(f"  Log:  {paths.logs() / 'odoo.log'}")


def _serve(child, process, cluster):
    """Stay in the foreground until the server ends or Ctrl-C, then leave nothing running."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        child.wait()
    process.stop()
    if isinstance(cluster, postgres.Cluster):
        cluster.stop()
    return 0


def _parser():
    parser = argparse.ArgumentParser(prog="psms", description="PSMS: production, warehouse and sales on Odoo 19.")
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name, action, help_text, database=True):
        sub = commands.add_parser(name, help=help_text, description=help_text)
        sub.set_defaults(action=action)
        if database:
            sub.add_argument("--database", default=os.environ.get("PSMS_DATABASE", DEFAULT_DATABASE), metavar="NAME")
        return sub

    start = command("up", up, "Get what is needed, make the database and serve it.")
    start.add_argument("--detach", action="store_true", help="come back to the prompt; ./psms down stops it")
    start.add_argument("--port", type=int, help="port of the web server (else the first free one from 8069)")
    start.add_argument("--no-demo", action="store_true", help="without the demo factory, with a new administrator's password")
    start.add_argument("--fresh", action="store_true", help="drop this checkout's database first")
    start.add_argument("--public", action="store_true", help="listen on all addresses; refused while a known password is in use")
    command("down", down, "Stop the server and its PostgreSQL.", database=False)
    tests = command("test", test, "Run all tests, or pytest with the arguments that follow.", database=False)
    tests.add_argument("--full", action="store_true", help="with the slow ones that a release needs")
    command("shell", shell, "Odoo's Python shell on the database.")
    command("plan", plan, "Run the material plan and list the planned orders.")
    benches = command("bench", bench, "Run the measurements of bench/.", database=False)
    benches.add_argument("name", nargs="?", default="")
    command("doctor", check, "Say what was found, which version, what is missing and how to mend it.", database=False)
    return parser
