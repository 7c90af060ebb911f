#!/usr/bin/env python3
"""Scan logs of Odoo for lines at WARNING or worse that allowed_warnings.txt does not explain.

    python tests/log_check.py [--quiet] [--refusals] FILE...

A file may be empty; one that holds text but no record of Odoo is refused, as nothing in it could have been checked.
"""
import argparse
import re
import sys
from pathlib import Path

ALLOWED = Path(__file__).with_name("allowed_warnings.txt")
# 2026-11-23 01:25:01,123 4711 WARNING database odoo.module: message
RECORD = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (?P<level>[A-Z]+) (?P<database>\S+) (?P<text>.*)$")
# Odoo logs a refusal in words as a warning of its own, and what nobody meant for people with a traceback.
REFUSAL = re.compile(r"WARNING odoo\.http: (?!Exception during request handling)")
BAD_LEVELS = {"WARNING", "ERROR", "CRITICAL"}


def allowed_patterns(path=ALLOWED):
    """The regular expressions of the file; each must stand under a comment that says why."""
    patterns, reason = [], False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("#"):
            reason = True
        elif line.strip():
            if not reason:
                raise ValueError(f"{path.name}:{number}: a pattern without a comment above it")
            patterns.append(re.compile(line))
            reason = False
    return patterns


def records(text):
    """Split a log into records: a line without a date belongs to the record above it (a traceback)."""
    record = None
    for line in text.splitlines():
        # colours are on when Odoo writes to a terminal
        line = re.sub(r"\x1b\[[0-9;]*m", "", line)
        match = RECORD.match(line)
        if match:
            if record:
                yield record
            record = (match["level"], match["text"])
        elif record:
            record = (record[0], record[1] + "\n" + line)
    if record:
        yield record


def problems(text, patterns=None):
    """The records at WARNING or worse that no pattern explains."""
    patterns = allowed_patterns() if patterns is None else patterns
    return [
        f"{level} {message}"
        for level, message in records(text)
        if level in BAD_LEVELS and not any(pattern.search(message) for pattern in patterns)
    ]


def check_file(path, patterns):
    """What is wrong with one log, as lines to print."""
    text = Path(path).read_text(encoding="utf-8", errors="replace")
    if text.strip() and not any(True for _record in records(text)):
        return ["not a log of Odoo"]
    return problems(text, patterns)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+")
    parser.add_argument("--refusals", action="store_true", help="refusals are what the clients asked for, and asserted")
    parser.add_argument("--quiet", action="store_true", help="print nothing when there is nothing to say")
    options = parser.parse_args()
    patterns = allowed_patterns()
    failed = 0
    for path in options.files:
        found = [line for line in check_file(path, patterns) if not (options.refusals and REFUSAL.match(line))]
        failed += len(found)
        for problem in found:
            print(f"{path}: {problem}")
    if failed or not options.quiet:
        print(f"log lines at WARNING or worse: {failed} in {len(options.files)} file(s)")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
