from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.psms_trace.services import reach, recall, trace, trace_tree

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
        self.assertLessEqual(statements, 80)

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

    def run_of(self, action):
        self.assertEqual((action["tag"], action["params"]["model"]), ("psms_job", "psms.recall.run"))
        return self.env["psms.recall.run"].with_user(self.inspector).browse(action["params"]["run"]["id"])

    def test_recall_is_worked_out_in_the_background(self):
        record = recall.new(self.env(user=self.inspector), self.root, "Coil overheats")
        run = self.run_of(record.action_analyse())
        self.assertEqual((record.line_ids.ids, run.state), ([], "queued"))
        self.assertEqual(self.run_of(record.action_analyse()), run, "asked for once")
        job = self.env["queue.job"].search([("identity_key", "=", run._job_key())])
        self.assertEqual((job.user_id, job.method_name), (self.inspector, "_execute"))
        with self.assertRaises(AccessError):
            record.with_user(self.keeper).action_analyse()
        shares = []
        with patch.object(type(run), "_note", lambda _run, **values: shares.append(values.get("progress"))):
            run._execute()
            self.env.cr.postcommit.run()
        self.assertEqual((shares[0], shares[-1]), (0, 100))
        self.assertEqual(shares, sorted(shares))
        self.assertEqual(len(record.line_ids), 1069)

    def test_recall_is_started_in_the_background(self):
        child = next(iter(reach.reach(self.env, self.root.ids).levels.keys() - self.root.ids))
        for most, tag in ((2_000, None), (5, "psms_job")):
            self.patch(recall, "LOTS_AT_ONCE", most)
            record = recall.new(self.env(user=self.inspector), self.env["stock.lot"].browse(child), "Coil overheats")
            action = record.action_start()
            self.assertEqual(action and action["tag"], tag)
            if tag:
                self.assertEqual(self.run_of(action).run_here()["state"], "done")
            self.assertEqual(record.state, "active")
            self.assertEqual(record.blocked_count, record.lot_count)
