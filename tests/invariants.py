#!/usr/bin/env python3
"""Run the queries of invariants.sql on a database: every row returned is a violation.

    python tests/invariants.py --dsn "host=... user=... dbname=..." [--kinds hard,soft]

In a test: ``assert_invariants(dsn)`` at the end of a scenario.
"""
import argparse
import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

SQL_FILES = (Path(__file__).with_name("invariants.sql"), Path(__file__).with_name("invariants_psms.sql"))
HEADER = re.compile(r"^-- name: (?P<name>\w+) \[(?P<kind>hard|soft|closing)\](?: needs (?P<needs>[\w, ]+))?$", re.MULTILINE)
KINDS = ("hard", "soft", "closing")


@dataclass(frozen=True)
class Invariant:
    name: str
    kind: str
    query: str
    needs: tuple = ()


@dataclass
class Report:
    held: list = field(default_factory=list)
    broken: dict = field(default_factory=dict)
    absent: dict = field(default_factory=dict)

    def lines(self):
        for invariant, rows in self.broken.items():
            yield f"{invariant.name} [{invariant.kind}]: {len(rows)} violation(s), first: {rows[:5]}"
        for invariant, missing in self.absent.items():
            yield f"{invariant.name}: not checked, the database has no {', '.join(missing)}"


def load(files=SQL_FILES):
    """The invariants in the order of the files. A query may name in its header the tables that it ``needs``."""
    found = []
    for path in files:
        text = path.read_text(encoding="utf-8")
        headers = list(HEADER.finditer(text))
        if len(headers) != len(re.findall("^-- name:", text, re.MULTILINE)):
            raise ValueError(f"{path.name}: a '-- name:' line without a valid [kind]")
        ends = [header.start() for header in headers[1:]] + [len(text)]
        for header, end in zip(headers, ends):
            needs = tuple(re.findall(r"\w+", header["needs"] or ""))
            query = text[header.end():end].strip().rstrip(";")
            found.append(Invariant(header["name"], header["kind"], query, needs))
    names = [invariant.name for invariant in found]
    if len(set(names)) != len(names):
        raise ValueError("two invariants have the same name")
    return found


def _tables(cursor):
    cursor.execute("select tablename from pg_tables where schemaname = 'public'")
    return {name for (name,) in cursor.fetchall()}


def check(dsn, kinds=("hard",)):
    """Run the invariants of these kinds in one read-only snapshot of the database."""
    report = Report()
    connection = psycopg2.connect(dsn)
    try:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with connection.cursor() as cursor:
            tables = _tables(cursor)
            for invariant in load():
                if invariant.kind not in kinds:
                    continue
                missing = [table for table in invariant.needs if table not in tables]
                if missing:
                    report.absent[invariant] = missing
                    continue
                # the query is our own file's text: a percent sign in it is not a parameter
                cursor.execute(invariant.query)
                rows = cursor.fetchall()
                if rows:
                    report.broken[invariant] = rows
                else:
                    report.held.append(invariant)
    finally:
        connection.close()
    return report


def assert_invariants(dsn, kinds=("hard",)):
    report = check(dsn, kinds)
    assert report.held, "no invariant was checked"
    assert not report.broken, "\n".join(report.lines())
    return report


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dsn", default=os.environ.get("PSMS_DSN"), help="libpq connection string (default: PSMS_DSN)")
    parser.add_argument("--kinds", default="hard,soft", help=f"comma-separated, of {', '.join(KINDS)}; "
                        "soft ones are reported without changing the exit status")
    options = parser.parse_args()
    kinds = options.kinds.split(",")
    if not options.dsn or set(kinds) - set(KINDS):
        parser.error(f"give --dsn or PSMS_DSN, and kinds among {', '.join(KINDS)}")
    report = check(options.dsn, kinds)
    for line in report.lines():
        print(line)
    broken = [invariant for invariant in report.broken if invariant.kind != "soft"]
    soft = len(report.broken) - len(broken)
    print(f"invariants: {len(report.held)} passed, {len(broken)} failed, {soft} soft broken, {len(report.absent)} not checked")
    return 1 if broken or not report.held else 0


if __name__ == "__main__":
    sys.exit(main())
