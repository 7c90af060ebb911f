from datetime import date

import numpy as np

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ..services.bulk import copy_rows, next_ids, nullable


@tagged("post_install", "-at_install")
class TestBulk(TransactionCase):
    """Rows written by COPY are what the columns held."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.cr.execute(SQL(
            "CREATE TEMP TABLE bulk_row (id int4, link int4, amount float8, day date, late bool, note text) ON COMMIT DROP"))

    def rows(self):
        return self.env.execute_query(SQL("SELECT * FROM bulk_row ORDER BY id"))

    def test_every_type_and_null(self):
        copy_rows(self.env, "bulk_row", {
            "id": np.array([1, 2, 3]),
            "link": nullable([7, 0, -2147483648]),
            "amount": np.ma.array([0.1, 1e300, -2.5], mask=[False, False, True]),
            "day": np.array(["1999-12-31", "NaT", "2100-02-28"], dtype="datetime64[D]"),
            "late": np.array([True, False, True]),
            "note": np.array(["a\tb\\N", None, "电饭煲 ü"], dtype=object),
        })
        self.assertEqual(self.rows(), [
            (1, 7, 0.1, date(1999, 12, 31), True, "a\tb\\N"),
            (2, None, 1e300, None, False, None),
            (3, -2147483648, None, date(2100, 2, 28), True, "电饭煲 ü"),
        ])

    def test_empty_texts_and_nothing(self):
        copy_rows(self.env, "bulk_row", {"id": np.array([1, 2]), "note": np.array(["", "x"], dtype=object)})
        self.assertEqual([row[-1] for row in self.rows()], ["", "x"])
        copy_rows(self.env, "bulk_row", {"id": np.array([], dtype=np.int64), "note": np.array([], dtype=object)})
        self.assertEqual(len(self.rows()), 2)

    def test_many_rows(self):
        """Row by row the values that were given, texts of any length between them."""
        random = np.random.default_rng(1)
        amount, notes = random.random(5000), ["x" * length for length in random.integers(0, 40, 5000)]
        copy_rows(self.env, "bulk_row", {
            "id": np.arange(5000), "amount": amount, "note": np.array(notes, dtype=object)})
        rows = self.rows()
        self.assertEqual([row[2] for row in rows], amount.tolist())
        self.assertEqual([row[5] for row in rows], notes)

    def test_ids(self):
        """Ids are drawn from the table's own sequence."""
        drawn = next_ids(self.env, "res_partner", 3)
        later = self.env["res.partner"].create({"name": "After"})
        self.assertTrue(drawn[0] < drawn[1] < drawn[2] < later.id)
