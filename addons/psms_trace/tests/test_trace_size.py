from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.psms_trace.services import reach, trace, trace_tree

from .common import TraceCommon

#: children of each lot on each level: 3 + 15 + 150 + 300 + 600 = 1,068 lots below the first one
WIDTHS = (3, 5, 10, 2, 2)


@tagged("post_install", "-at_install")
class TestTraceSize(TraceCommon):
    """A tree of five levels with a thousand lots: the number of statements depends on the depth alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = cls.grown(cls.env, cls.motor, cls.board, cls.stock, cls.production, WIDTHS)

    @classmethod
    def grown(cls, env, first, rest, stock, production, widths):
        """Done productions and their links, written at once: as many documents one by one would take minutes."""
        root = level = env["stock.lot"].create({"name": "ROOT", "product_id": first.id})
        for depth, width in enumerate(widths):
            children = env["stock.lot"].create([
                {"name": f"L{depth}-{index}", "product_id": rest.id} for index in range(len(level) * width)])
            cls._link(env, [(parent, children[index * width:(index + 1) * width]) for index, parent in enumerate(level)],
                      stock, production)
            level = children
        return root

    @classmethod
    def _link(cls, env, families, stock, production):
        def values(lot, quantity, source, destination):
            return {
                "product_id": lot.product_id.id, "product_uom_qty": quantity, "location_id": source.id, "state": "done",
                "location_dest_id": destination.id, "company_id": env.company.id, "picked": True,
                "move_line_ids": [Command.create({
                    "product_id": lot.product_id.id, "lot_id": lot.id, "quantity": quantity, "company_id": env.company.id,
                    "location_id": source.id, "location_dest_id": destination.id, "picked": True,
                })],
            }

        moves = env["stock.move"].create(
            [values(parent, 1, stock, production) for parent, _children in families]
            + [values(child, 1, production, stock) for _parent, children in families for child in children])
        produced = iter(moves[len(families):].move_line_ids)
        for consumed, (_parent, children) in zip(moves[:len(families)].move_line_ids, families, strict=True):
            for _child in children:
                next(produced).consume_line_ids = [Command.link(consumed.id)]

    def statements(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        result = work()
        return result, self.env.cr.sql_log_count - before

    def test_reach_asks_once_a_level(self):
        reached, statements = self.statements(lambda: reach.reach(self.env, self.root.ids))
        self.assertEqual(len(reached.levels), 1069)
        self.assertEqual(max(reached.levels.values()), 5)
        self.assertTrue(reached.complete)
        self.assertLessEqual(statements, 13)  # one for the links, one for those of unbuild orders where mrp is installed

    def test_tree_is_read_by_levels(self):
        (lines, complete), statements = self.statements(lambda: trace_tree.lines(self.env, self.root.ids, up=False))
        self.assertTrue(complete)
        lots = [line for line in lines if line["kind"] == "lot"]
        self.assertEqual(len(lots), 1069)
        self.assertEqual(max(line["depth"] for line in lots), 10)  # a production stands between lot and lot
        self.assertLessEqual(statements, 110)

    def test_one_level_costs_the_same_for_many_lots(self):
        reached = reach.reach(self.env, self.root.ids)
        for count in (2, 400):
            ends = [{"lot": lot_id} for lot_id, distance in reached.levels.items() if distance >= 4][:count]
            _below, statements = self.statements(lambda ends=ends: trace.level(self.env, ends, up=False))
            self.assertLessEqual(statements, 14, f"{count} lots")

    def test_limits(self):
        reached = reach.reach(self.env, self.root.ids, most=100)
        self.assertEqual((len(reached.levels), reached.complete), (100, False))
        summary = trace_tree.summary(self.env, self.root.ids)
        self.assertEqual(summary["made"], 1068)
