from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .test_epcis import EpcisCommon


@tagged("post_install", "-at_install")
class TestEpcisMrp(EpcisCommon):
    """Events of Odoo's own manufacturing orders, where it is installed, and of their corrections."""

    def setUp(self):
        super().setUp()
        if "mrp.production" not in self.env:
            self.skipTest("Odoo's Manufacturing is not installed")
        motor = self.lot(self.motor, "M1")
        self.receive([(motor, 10)])
        self.made = self.lot(self.board, "B1")
        bill = self.env["mrp.bom"].create({
            "product_tmpl_id": self.board.product_tmpl_id.id, "product_qty": 1,
            "bom_line_ids": [Command.create({"product_id": self.motor.id, "product_qty": 2})],
        })
        self.order = self.env["mrp.production"].create({
            "product_id": self.board.id, "product_qty": 2, "bom_id": bill.id,
            "picking_type_id": self.warehouse.manu_type_id.id,
        })
        self.order.action_confirm()
        self.order.action_assign()
        self.order.lot_producing_ids = [Command.set(self.made.ids)]
        self.order.qty_producing = 2
        self.order.move_raw_ids.picked = True
        self.order.button_mark_done()
        self.assertEqual(self.order.state, "done")

    def told(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return [event for event in self.events(self.made) if event["type"] == "TransformationEvent"]

    def test_earlier_date(self):
        """What went in keeps its date; the production is told of at the time at which its goods came out."""
        [first] = self.told()
        self.supervisor.group_ids += self.env.ref("mrp.group_mrp_manager")
        before = self.order.date_finished
        self.order.with_user(self.supervisor).date_finished = before - timedelta(days=2)
        self.assertEqual(self.order.move_finished_ids.move_line_ids.date, before - timedelta(days=2))
        old, now = sorted(self.told(), key=lambda event: "errorDeclaration" not in event)
        self.assertEqual({**old, "errorDeclaration": None}, {**first, "errorDeclaration": None}, "as it was told")
        self.assertEqual(old["errorDeclaration"]["reason"], "incorrect_data")
        self.assertEqual(old["errorDeclaration"]["correctiveEventIDs"], [now["eventID"]])
        self.assertEqual(now["eventTime"], (before - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%S.000Z"))

    def test_same_date_is_no_correction(self):
        [first] = self.told()
        self.order.date_finished = self.order.date_finished
        self.assertEqual(self.told(), [first])
