"""Races in the warehouse: the same rounds on Odoo alone and with psms_stock, each on a server with four workers.

    python bench/stock/races.py --config odoo.conf --database NAME [--clients 8,32] [--rounds 100] [--only scarce,lot]

Makes the databases NAME_without and NAME_with where they are not there. A round starts all clients at once; it is *wrong* if
the database says so afterwards (scenarios.py). A call *gave up* if it ended in anything but an answer or a refusal that is
right to get. Times are those of one call of the web client, in seconds; nobody signs in meanwhile. The hard invariants are
asserted after every scenario with psms_stock.
"""

from __future__ import annotations

import argparse
import itertools
import socket
import statistics
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import requests
from scenarios import SCENARIOS, Plant

ROOT = Path(__file__).resolve().parents[2]
MODULES = "sale_mrp,purchase_stock,stock_account,stock_picking_batch,product_expiry"
WORKERS = 4


class Refused(Exception):
    """What the server answered instead of a result; ``meant`` for people, or an error of the program."""

    def __init__(self, error):
        data = error.get("data", {})
        super().__init__(data.get("message") or error["message"])
        self.meant = data.get("name", "").startswith("odoo.exceptions.")


class Client:
    """The administrator in the web client: signed in once, then calls as a browser sends them. Not to be shared by threads."""

    _runs = itertools.count(1)

    def __init__(self, url, database, password="admin"):
        self.url, self.run = url, f"{int(time.time())}.{next(self._runs)}"
        self.session = requests.Session()
        # as a proxy in front of Odoo does: a worker that keeps a connection serves nobody else
        self.session.headers["Connection"] = "close"
        self._post("/web/session/authenticate", {"db": database, "login": "admin", "password": password})

    def call(self, model, method, args, **kwargs):
        return self._post(
            f"/web/dataset/call_kw/{model}/{method}", {"model": model, "method": method, "args": args, "kwargs": kwargs})

    def _post(self, path, params):
        answer = self.session.post(self.url + path, json={"jsonrpc": "2.0", "method": "call", "params": params}, timeout=600)
        answer.raise_for_status()
        if error := answer.json().get("error"):
            raise Refused(error)
        return answer.json()["result"]

    def ref(self, name):
        module, _dot, own = name.partition(".")
        domain = [("module", "=", module), ("name", "=", own)]
        return self.call("ir.model.data", "search_read", [domain], fields=["res_id"])[0]["res_id"]


class Timing:
    """What the calls of one scenario took, and what became of them."""

    def __init__(self):
        self.seconds, self.gave_up, self.refused = [], [], 0

    def take(self, client, model, method, args, allowed):
        started = time.monotonic()
        try:
            client.call(model, method, args)
        except Refused as refused:
            if refused.meant and any(word in str(refused).lower() for word in allowed):
                self.refused += 1
            else:
                self.gave_up.append(str(refused).strip().splitlines()[-1][:120])
        except requests.RequestException as error:
            self.gave_up.append(str(error))
        self.seconds.append(time.monotonic() - started)

    def __str__(self):
        p95 = statistics.quantiles(self.seconds, n=20)[-1]
        return (f"{len(self.seconds):6} calls  p50 {statistics.median(self.seconds):5.2f}  p95 {p95:5.2f}  "
                f"max {max(self.seconds):6.2f}  refused {self.refused:5}  gave up {len(self.gave_up):4}")


def one_round(crew, hands, timing):
    barrier = threading.Barrier(len(crew))

    def work(client, calls):
        barrier.wait()
        for call in calls:
            timing.take(client, *call)

    threads = [threading.Thread(target=work, args=pair) for pair in zip(crew, hands, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def odoo(options, *words, **process):
    script = str(Path(__file__).with_name("odoo_server.py"))
    config = ["-c", options.config] if options.config else []
    return subprocess.Popen([sys.executable, script, *config, *words], cwd=ROOT, **process)


def make(options, database, modules):
    """The database with these modules, installed if it is not there."""
    with psycopg2.connect(f"{options.dsn} dbname=postgres") as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,))
        if cursor.fetchone():
            return
    if odoo(options, "-d", database, "-i", modules, "--stop-after-init", "--no-http", "--log-level=warn").wait():
        sys.exit(f"{database} could not be made")


@contextmanager
def serving(options, database):
    """URL of a prefork server on the database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = odoo(options, "-d", database, f"--http-port={port}", "--http-interface=127.0.0.1", f"--workers={WORKERS}",
                   "--max-cron-threads=0", "--log-level=critical", "--limit-time-real=600")
    try:
        for _try in range(120):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.5)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


def race(options, database, strict):
    connection = psycopg2.connect(f"{options.dsn} dbname={database}")
    connection.autocommit = True

    def query(sql, values):
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    broken = 0
    with serving(options, database) as url:
        crew = [Client(url, database) for _number in range(max(options.clients))]
        plant = Plant.open(Client(url, database), query)
        for clients, name in itertools.product(options.clients, options.only):
            timing, wrong, started = Timing(), [], time.monotonic()
            for _round in range(options.rounds):
                scenario = SCENARIOS[name]()
                one_round(crew[:clients], scenario.prepare(plant, clients), timing)
                wrong += [found] if (found := "; ".join(scenario.wrong(plant))) else []
            broken += len(wrong)
            print(f"{name:12} {clients:3} clients {options.rounds:4} rounds  wrong {len(wrong):4}  {timing}  "
                  f"({time.monotonic() - started:.0f} s)", flush=True)
            for sample in [*wrong[:1], *timing.gave_up[:1]]:
                print(f"             e.g. {sample}", flush=True)
            if strict:
                subprocess.check_call([sys.executable, str(ROOT / "tests/invariants.py"), "--dsn",
                                       f"{options.dsn} dbname={database}", "--kinds", "hard"], stdout=subprocess.DEVNULL)
    connection.close()
    return broken


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config", help="Odoo's configuration file")
    parser.add_argument("--database", help="first part of the names of two databases; without it nothing is done")
    parser.add_argument("--dsn", default="", help="libpq connection string of the cluster, without a database")
    parser.add_argument("--clients", default="8,32", type=lambda text: [int(word) for word in text.split(",")])
    parser.add_argument("--rounds", default=100, type=int)
    parser.add_argument("--only", default=list(SCENARIOS), type=lambda text: text.split(","))
    parser.add_argument("--sides", default="without,with", help="which of the two to run")
    options = parser.parse_args()
    if not options.database:
        parser.print_help()
        return 0
    wrong = 0
    for side, modules in (("without", MODULES), ("with", f"{MODULES},psms_stock")):
        if side in options.sides.split(","):
            print(f"-- {'Odoo alone' if side == 'without' else 'with psms_stock'}", flush=True)
            make(options, f"{options.database}_{side}", modules)
            found = race(options, f"{options.database}_{side}", strict=side == "with")
            wrong += found if side == "with" else 0
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
