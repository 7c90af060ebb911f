import random
from pathlib import Path

from odoo.tests import tagged
from odoo.tools import SQL

from .common import CountCommon

#: the rules of the whole project, where the module is tested inside of it
RULES = Path(__file__).parents[3] / "tests" / "invariants.sql"
NUMBERS = ("INV01", "INV02", "INV03", "INV04", "INV05", "INV06", "INV07")


@tagged("post_install", "-at_install")
class TestCountHistory(CountCommon):
    """Counts among receipts, transfers and deliveries: what moved is what lies there, nothing twice, nothing negative."""

    def violations(self):
        """``{rule: rows}`` of this class's products; every rule's rows begin with the product."""
        self.env.flush_all()
        products = (self.fan + self.glue + self.cooker + self.bolt).ids
        found = {}
        for part in RULES.read_text(encoding="utf-8").split("-- name: ")[1:]:
            header, _line, query = part.partition("\n")
            if header.startswith(NUMBERS):
                rows = self.env.execute_query(SQL("%s", SQL(query.replace("%", "%%").strip().rstrip(";"))))
                found[header.split()[0]] = [row for row in rows if row[0] in products]
        return found

    def test_invariants_hold(self):
        self.company.psms_count_manager_limit = 1_000_000
        dice = random.Random(7)
        bins = self.bin_a + self.bin_b + self.bin_c
        people = [self.ann, self.bob]
        posted = 0
        for _round in range(6):
            count = self.draft(location_ids=dice.sample(bins.ids, 2), include_empty=True)
            count.action_fill()
            count.action_start()
            for line in list(count.line_ids):
                self.something_moves(dice, bins)
                if line.kind == "stock" and line.tracking != "serial":
                    there = self.book(line.product_id, line.location_id, line.lot_id)
                    self.enter(people[0], (line, max(0, there + dice.choice([0, 0, -2, 3]))))
                else:
                    self.enter(people[0], (line, 1 if line.kind == "stock" else 0))
            count.with_user(people[0]).psms_found(dice.choice(count.location_ids).id, self.bolt.id, dice.randint(1, 9))
            self.finish(people[0], count)
            for line in count.line_ids.filtered(lambda line: line.state == "recount"):
                self.something_moves(dice, bins)
                self.enter(people[1], (line, max(0, line.first_qty + dice.choice([0, 0, 1]))))
            if count.state == "recount":
                self.finish(people[1], count)
            self.something_moves(dice, bins)
            if count.state == "to_approve":
                count.with_user(self.boss).action_approve()
            if count.state == "posting":
                count.with_user(self.boss).action_drop_failed()
            self.assertEqual(count.state, "posted")
            posted += len(count.line_ids.filtered(lambda line: line.move_ids))
            people.reverse()
            broken = {rule: rows for rule, rows in self.violations().items() if rows}
            self.assertFalse(broken)
        self.assertGreater(posted, 5, "the history adjusted something")
        self.assertEqual(len(self.violations()), len(NUMBERS))

    def something_moves(self, dice, bins):
        """A receipt, a transfer or a delivery of fans or glue, never more than lies there."""
        product, lot = dice.choice([(self.fan, None), (self.glue, self.lot)])
        source, dest = dice.sample(list(bins), 2)
        there = self.book(product, source, lot)
        kind = dice.choice(["in", "between", "out", "nothing"])
        if kind == "in":
            self.put(product, dice.randint(1, 5), source, lot)
        elif kind == "between" and there >= 1:
            self.move(product, dice.randint(1, int(there)), source, dest, lot)
        elif kind == "out" and there >= 1:
            self.put(product, -dice.randint(1, int(there)), source, lot)
