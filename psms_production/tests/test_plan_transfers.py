from odoo.fields import Command
from odoo.tests import tagged

from ..services.plan_snapshot import take_snapshot
from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanTransfers(PlanCommon):
    """Two warehouses: goods are brought from one to the other, and what is on its way counts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.centre = cls.env["stock.warehouse"].create({
            "name": "Plan Test Centre", "code": "PTC", "company_id": cls.company.id,
            "resupply_wh_ids": [Command.set(cls.warehouse.ids)]})
        cls.route = cls.centre.resupply_route_ids
        cls.screw.route_ids = [Command.set(cls.route.ids)]

    def flows(self, which, warehouse):
        snapshot = take_snapshot(self.env, self.company, self.today)
        return [(flow.kind, flow.quantity, flow.firm) for flow in getattr(snapshot, which)
                if flow.key == (self.screw.id, warehouse.id)]

    def test_route_between_warehouses(self):
        """The centre is supplied by the works, with the days of the route; the works buy."""
        self.route.rule_ids.delay = 2
        self.sell(self.screw, 10, days=30, warehouse_id=self.centre.id)
        self.stock(self.screw, 4)
        self.plan()
        found = {(order.warehouse_id, order.source): (order.quantity, (order.due_date - self.today).days)
                 for order in self.planned(self.screw)}
        self.assertEqual(found[self.centre, "transfer"], (10, 30))
        [quantity, due] = found[self.warehouse, "buy"]
        self.assertEqual((quantity, 30 - due), (6, self.route.rule_ids[-1].delay))

    def test_on_the_way(self):
        """An open transfer is demand here and supply there; once it has left, supply whose date is fixed."""
        self.stock(self.screw, 10)
        self.sell(self.screw, 10, days=30, warehouse_id=self.centre.id)
        self.plan()
        self.planned(self.screw).release()
        self.assertEqual(self.flows("demands", self.warehouse), [("transfer", 10, False)])
        self.assertEqual(self.flows("supplies", self.centre), [("transfer", 10, False)])
        self.plan()
        self.assertFalse(self.figures())
        [out] = self.env["stock.move"].search([
            ("product_id", "=", self.screw.id), ("location_id", "=", self.warehouse.lot_stock_id.id)]).picking_id
        out.action_assign()
        out.move_ids.picked = True
        out._action_done()
        self.assertEqual(self.flows("demands", self.warehouse), [])
        self.assertEqual(self.flows("supplies", self.centre), [("transfer", 10, True)])
        self.plan()
        self.assertFalse(self.figures())

    def test_left_in_part(self):
        """Six of ten have left: all ten are still on their way to the centre, four are still needed here."""
        self.stock(self.screw, 6)
        self.sell(self.screw, 10, days=30, warehouse_id=self.centre.id)
        self.plan()
        self.planned(self.screw).filtered(lambda order: order.source == "transfer").release()
        [out] = self.env["stock.move"].search([
            ("product_id", "=", self.screw.id), ("location_id", "=", self.warehouse.lot_stock_id.id)]).picking_id
        out.action_assign()
        out.move_ids.picked = True
        out._action_done()
        self.assertEqual(self.flows("demands", self.warehouse), [("transfer", 4, False)])
        self.assertEqual(sum(row[1] for row in self.flows("supplies", self.centre)), 10)
        self.plan()
        self.assertEqual(self.planned(self.screw).mapped(lambda order: (order.warehouse_id, order.source, order.quantity)),
                         [(self.warehouse, "buy", 4)])
