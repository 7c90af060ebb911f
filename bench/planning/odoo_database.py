"""Open a database of Odoo from a script of this folder."""

from __future__ import annotations

import argparse
import logging
import sys
from contextlib import contextmanager
from pathlib import Path


def parser(doc: str, database: str) -> argparse.ArgumentParser:
    """Options that every script here has; `database` says what kind of one it wants."""
    options = argparse.ArgumentParser(description=doc.splitlines()[0])
    options.add_argument("--config", help="Odoo's configuration file")
    options.add_argument("--database", help=f"{database}; without it nothing is done")
    return options


def parse(options: argparse.ArgumentParser) -> argparse.Namespace:
    """The options given; ends with the help where no database is named, as `./psms bench` names none."""
    chosen = options.parse_args()
    if not chosen.database:
        options.print_help()
        sys.exit(0)
    return chosen


@contextmanager
def environment(options: argparse.Namespace):
    """The superuser's environment in one transaction, which is committed at the end unless it was rolled back."""
    sys.path[:0] = [str(Path(__file__).resolve().parents[2] / "engine" / "src")]
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config([*(["--config", options.config] if options.config else []), "--database", options.database],
                        setup_logging=True)
    for name in (None, "odoo"):
        logging.getLogger(name).setLevel(logging.WARNING)
    with Registry(options.database).cursor() as cr:
        yield api.Environment(cr, SUPERUSER_ID, {})
