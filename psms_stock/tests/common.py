from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user


class StockScanCommon(TransactionCase):
    """A warehouse with two bins, products of each tracking, and a store keeper who scans.

    * ``warehouse``, ``stock`` (its stock location), bins ``bin_a`` (barcode BIN-A), ``bin_b`` (BIN-B)
    * ``fan`` untracked 6901234567892, sold in ``box`` of 6 pieces (barcode BOX-6);
      ``glue`` by lot (GLUE); ``cooker`` by serial number (COOKER); ``stranger`` in no transfer (STRANGER)
    * ``keeper``: user with the role store keeper
    * ``receipt(lines)``, ``delivery(lines)``, ``stock_up(...)``: make confirmed transfers and stock
    * ``scan(picking, code)``, ``step(picking, op, ...)``: one step as the page sends it; ``self.pending`` is
      kept between steps, a new transfer starts with ``start(picking)``
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True))
        cls.company = cls.env.company
        cls.warehouse = cls.env["stock.warehouse"].create({"name": "Scan plant", "code": "SCN"})
        cls.stock = cls.warehouse.lot_stock_id
        cls.bin_a, cls.bin_b = cls.env["stock.location"].create([
            {"name": "Bin A", "location_id": cls.stock.id, "barcode": "BIN-A"},
            {"name": "Bin B", "location_id": cls.stock.id, "barcode": "BIN-B"},
        ])
        cls.fan, cls.glue, cls.cooker, cls.stranger = cls.env["product.product"].create([
            {"name": "Fan", "is_storable": True, "barcode": "6901234567892"},
            {"name": "Glue", "is_storable": True, "barcode": "GLUE", "tracking": "lot"},
            {"name": "Cooker", "is_storable": True, "barcode": "COOKER", "tracking": "serial"},
            {"name": "Stranger", "is_storable": True, "barcode": "STRANGER"},
        ])
        cls.box = cls.env["uom.uom"].create(
            {"name": "Box of 6", "relative_factor": 6, "relative_uom_id": cls.fan.uom_id.id})
        cls.fan.uom_ids = [Command.link(cls.box.id)]
        cls.env["product.uom"].create({"product_id": cls.fan.id, "uom_id": cls.box.id, "barcode": "BOX-6"})
        cls.partner = cls.env["res.partner"].create({"name": "Haiyun Parts"})
        cls.keeper = new_test_user(
            cls.env, login="psms_keeper", groups="psms_base.group_store_keeper", password="psms_keeper",
            company_id=cls.company.id,
        )
        cls.pending = {}
        cls.keys = 0

    # === STOCK AND TRANSFERS === #

    @classmethod
    def stock_up(cls, product, quantity, location, lot_name=None):
        lot = cls.env["stock.lot"]
        if lot_name:
            lot = lot.search([("name", "=", lot_name), ("product_id", "=", product.id)]) \
                or lot.create({"name": lot_name, "product_id": product.id})
        cls.env["stock.quant"]._update_available_quantity(product, location, quantity, lot_id=lot or None)
        return lot

    @classmethod
    def _transfer(cls, kind, source, dest, lines):
        picking = cls.env["stock.picking"].create({
            "picking_type_id": kind.id,
            "location_id": source.id,
            "location_dest_id": dest.id,
            "partner_id": cls.partner.id,
            "move_ids": [Command.create({
                "product_id": product.id, "product_uom_qty": quantity, "product_uom": product.uom_id.id,
                "location_id": source.id, "location_dest_id": dest.id,
            }) for product, quantity in lines],
        })
        picking.action_confirm()
        return picking

    @classmethod
    def receipt(cls, lines):
        return cls._transfer(cls.warehouse.in_type_id, cls.env.ref("stock.stock_location_suppliers"), cls.stock, lines)

    @classmethod
    def delivery(cls, lines):
        picking = cls._transfer(
            cls.warehouse.out_type_id, cls.stock, cls.env.ref("stock.stock_location_customers"), lines)
        picking.action_assign()
        return picking

    # === SCANNING === #

    def start(self, picking):
        self.pending = {}
        return picking

    def step(self, picking, op, key=None, user=None, **values):
        type(self).keys += 1
        answer = picking.with_user(user or self.keeper).psms_scan(
            {"key": key or f"test-{self.keys}", "op": op, "pending": self.pending, **values})
        self.pending = answer["pending"]
        return answer

    def scan(self, picking, code, **values):
        return self.step(picking, "code", code=code, **values)

    def accept(self, picking, code, **values):
        answer = self.scan(picking, code, **values)
        self.assertTrue(answer["ok"], answer["message"])
        return answer

    def refuse(self, answer, code):
        """The step was refused with this reason, in words, and with something to do."""
        self.assertFalse(answer["ok"], answer["message"])
        self.assertEqual(answer["message"]["code"], code, answer["message"])
        self.assertTrue(answer["message"]["what"] and answer["message"]["todo"])

    def done(self, picking, product):
        lines = picking.move_line_ids.filtered(lambda line: line.picked and line.product_id == product)
        return sum(lines.mapped("quantity_product_uom"))

    def reserved_in_step(self, *locations):
        """What the quants hold as reserved is what the open move lines say."""
        for quant in self.env["stock.quant"].search([("location_id", "in", [loc.id for loc in locations])]):
            lines = self.env["stock.move.line"].search([
                ("product_id", "=", quant.product_id.id), ("location_id", "=", quant.location_id.id),
                ("lot_id", "=", quant.lot_id.id), ("state", "not in", ("done", "cancel", "draft")),
            ])
            self.assertAlmostEqual(quant.reserved_quantity, sum(lines.mapped("quantity_product_uom")))


class StockPlacesCommon(StockScanCommon):
    """The plant of :class:`StockScanCommon` with racks, zones and the putaway rule "best bin".

    * ``rack``: location under ``stock`` with six empty bins ``bins``, R-1 (nearest) to R-6; ``rule`` sends what
      arrives in ``stock`` to the best of them
    * ``bulk``: zone of the rack; ``zone(kind, location)`` makes another
    * ``category(**limits)``: storage category with its limits; ``ruled(location)``: what its rules say
    * ``boss``: user with the role warehouse supervisor
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = new_test_user(
            cls.env, login="psms_boss", groups="psms_base.group_warehouse_supervisor", company_id=cls.company.id)
        cls.rack = cls.env["stock.location"].create({"name": "Rack", "location_id": cls.stock.id})
        cls.bins = cls.env["stock.location"].create([
            {"name": f"R-{number}", "location_id": cls.rack.id, "walk_order": number * 10, "barcode": f"R-{number}"}
            for number in range(1, 7)
        ])
        cls.bulk = cls.zone("bulk", cls.rack)
        cls.rule = cls.env["stock.putaway.rule"].create({
            "location_in_id": cls.stock.id, "location_out_id": cls.rack.id, "sublocation": "best_bin",
            "company_id": cls.company.id,
        })

    @classmethod
    def zone(cls, kind, location, **values):
        zone = cls.env["psms.stock.zone"].create({
            "name": kind.title(), "code": f"{kind[:4].upper()}{location.id}", "kind": kind,
            "warehouse_id": cls.warehouse.id, **values,
        })
        location.zone_id = zone
        return zone

    @classmethod
    def category(cls, **limits):
        # Odoo's own putaway takes a weight of 0 for no room at all.
        return cls.env["stock.storage.category"].create({"name": f"Limits {limits}", **limits})

    @classmethod
    def internal(cls, lines, source, dest):
        return cls._transfer(cls.warehouse.int_type_id, source, dest, lines)

    @contextmanager
    def refused(self, words):
        """What happens inside is refused with these words, and leaves nothing."""
        with self.assertRaisesRegex(UserError, f"(?s){words}"), self.env.cr.savepoint():
            yield

    def post(self, picking, user=None):
        """Post a transfer as it stands."""
        picking = picking.with_user(user) if user else picking
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(picking.state, "done")

    def placed(self, picking):
        """[(bin, quantity, reason)] of the open lines of a transfer."""
        return [(line.location_dest_id.name, line.quantity, line.putaway_reason) for line in picking.move_line_ids.sorted("id")]

    def on_hand(self, product, location):
        quants = self.env["stock.quant"].search([("product_id", "=", product.id), ("location_id", "child_of", location.id)])
        return sum(quants.mapped("quantity"))
