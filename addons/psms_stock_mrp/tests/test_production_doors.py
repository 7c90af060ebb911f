from odoo.fields import Command
from odoo.tests import Form, TransactionCase

from odoo.addons.psms_stock.services import guard


class TestProductionDoors(TransactionCase):
    """What production uses and makes is claimed together before either is posted."""

    def test_made_and_used_are_claimed_first(self):
        warehouse = self.env["stock.warehouse"].create({"name": "Making", "code": "MKG"})
        part, good = self.env["product.product"].create([{"name": name, "is_storable": True} for name in ("Part", "Good")])
        self.env["mrp.bom"].create({
            "product_tmpl_id": good.product_tmpl_id.id, "product_qty": 1,
            "bom_line_ids": [Command.create({"product_id": part.id, "product_qty": 2})],
        })
        stock = warehouse.lot_stock_id
        self.env["stock.quant"]._update_available_quantity(part, stock, 10)
        order = self.env["mrp.production"].create({
            "product_id": good.id, "product_qty": 3, "picking_type_id": warehouse.manu_type_id.id})
        order.action_confirm()
        order.action_assign()
        self.assertEqual(order.reservation_state, "assigned")
        pairs = order._guard_pairs_of_making()
        self.assertEqual(pairs & {(part.id, stock.id), (good.id, stock.id)}, {(part.id, stock.id), (good.id, stock.id)})
        with Form(order) as form:
            form.qty_producing = 3
        order.move_raw_ids.picked = True
        order.button_mark_done()
        self.assertEqual(order.state, "done")
        self.assertTrue(guard.is_claimed(self.env, good.id, stock.id))
        quants = self.env["stock.quant"].search([("location_id", "=", stock.id), ("product_id", "in", (part | good).ids)])
        self.assertEqual({quant.product_id: quant.quantity for quant in quants}, {part: 4, good: 3})
