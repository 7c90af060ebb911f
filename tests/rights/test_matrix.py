"""The rights in the warehouse are those that git says; and what nobody may have, nobody has."""
import csv

import matrix
import pytest

import odoo.tests.common
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

REGENERATE = "Is this wanted? Then run: python tests/rights/matrix.py --config $ODOO_CONF --database $PSMS_DB"


@pytest.fixture(scope="module")
def env():
    with Registry(odoo.tests.common.get_db_name()).cursor() as cr:
        yield api.Environment(cr, SUPERUSER_ID, {})
        cr.rollback()


@pytest.fixture(scope="module")
def generated(env):
    return matrix.generate(env)


@pytest.mark.parametrize("path", [matrix.RIGHTS, matrix.FIELDS], ids=lambda path: path.name)
def test_no_drift(generated, path):
    kept, now = path.read_text(encoding="utf-8").splitlines(), generated[path].splitlines()
    drift = [f"- {line}" for line in kept if line not in now] + [f"+ {line}" for line in now if line not in kept]
    assert not drift, "\n".join([f"{path.name} differs from the database.", *drift, REGENERATE])


def rows(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_the_books_are_only_read():
    """Nobody writes the book of corrections or the log of scans, not even the administrator."""
    books = {row["model"]: row for row in rows(matrix.RIGHTS) if row["model"] in ("psms.stock.correction", "psms.stock.scan")}
    for row in books.values():
        assert {row[role] for role in matrix.ROLES} <= {"r", "-"}, row
        assert row["external"] == "-", row
    assert books["psms.stock.correction"]["store_keeper"] == books["psms.stock.correction"]["operator"] == "-"


def test_warehouse_is_set_up_by_the_supervisor():
    for row in rows(matrix.RIGHTS):
        if row["model"] in ("stock.location", "stock.warehouse", "stock.picking.type", "psms.stock.zone", "stock.rule"):
            assert row["warehouse_supervisor"] == "rwcd", row
            assert row["store_keeper"] == "r", row


def test_costs():
    for row in rows(matrix.FIELDS):
        assert row["store_keeper"] == row["operator"] == row["inspector"] == "-", row
        if row["model"].startswith("product."):
            assert row["warehouse_supervisor"] == row["accountant"] == row["manager"] == "r", row
