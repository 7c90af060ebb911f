"""Command line: python -m psms_engine plan IN_DIR OUT_DIR."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from .csvio import read_folder, write_folder
from .model import PlanError
from .plan import plan

REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="psms_engine", description="Material planning on a folder of CSV files.")
    commands = parser.add_subparsers(dest="command", required=True)
    planner = commands.add_parser("plan", help="plan the tables of one folder into another")
    planner.add_argument("in_dir", help="folder with settings.json, items.csv, demands.csv and, where there are any, the rest")
    planner.add_argument("out_dir", help="folder for the answer; it is made if it is missing")
    options = parser.parse_args(arguments)
    try:
        result = plan(read_folder(options.in_dir))
    except PlanError as error:
        print(error, file=sys.stderr)
        return REFUSED
    try:
        write_folder(result, options.out_dir)
    except OSError as error:
        print(f"{options.out_dir}: {error.strerror}", file=sys.stderr)
        return 1
    late = int((result.planned.days_late > 0).sum())
    print(f"{len(result.planned)} planned orders, {late} of them late")
    if result.left_out:
        print(f"{len(result.left_out)} demands at or past the horizon left out")
    return 0


if __name__ == "__main__":
    sys.exit(main())
