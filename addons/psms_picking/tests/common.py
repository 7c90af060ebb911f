from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.psms_base.tests.common import PsmsCommon


class PickingCommon(PsmsCommon):
    """A warehouse with two zones of three bins, goods in them, and customers who want them.

    * ``warehouse``, ``stock``; zones ``zone_a`` and ``zone_b`` with the bins ``a1 a2 a3`` and ``b1 b2 b3``
    * ``bolt`` and ``nut`` untracked (2 kg and 0.5 kg), ``glue`` by lot with expiration dates (365 days)
    * ``north`` and ``south``: customers; ``keeper`` and ``supervisor``: users; ``tote``, ``carton``: package types
    * ``stock_up(product, quantity, bin, lot=None, **dates)``, ``delivery(lines, partner=None, **values)``: a reserved one,
      ``deliveries(count, ...)``: many of them at once
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.env.user.group_ids = [Command.link(cls.env.ref(group).id) for group in (
            "stock.group_tracking_lot", "stock.group_production_lot", "stock.group_stock_multi_locations")]
        cls.warehouse = cls.env["stock.warehouse"].create({"name": "Picking plant", "code": "PCK"})
        cls.stock = cls.warehouse.lot_stock_id
        cls.kind = cls.warehouse.out_type_id
        # Odoo would put each delivery into a batch at once.
        cls.kind.auto_batch = False
        cls.zone_a, cls.zone_b = cls.env["psms.stock.zone"].create([
            {"name": "Zone A", "code": "A", "warehouse_id": cls.warehouse.id},
            {"name": "Zone B", "code": "B", "warehouse_id": cls.warehouse.id, "kind": "pick_face"},
        ])
        cls.bins = cls.env["stock.location"].create([
            {"name": name, "location_id": cls.stock.id, "zone_id": zone.id}
            for zone, names in ((cls.zone_a, ("A1", "A2", "A3")), (cls.zone_b, ("B1", "B2", "B3"))) for name in names])
        cls.a1, cls.a2, cls.a3, cls.b1, cls.b2, cls.b3 = cls.bins
        cls.bolt, cls.nut, cls.glue = cls.env["product.product"].create([
            {"name": "Bolt", "default_code": "BOLT", "is_storable": True, "weight": 2, "volume": 0.01},
            {"name": "Nut", "default_code": "NUT", "is_storable": True, "weight": 0.5, "volume": 0.02},
            {"name": "Glue", "is_storable": True, "tracking": "lot", "use_expiration_date": True, "expiration_time": 365},
        ])
        cls.north, cls.south = cls.env["res.partner"].create([
            {"name": "North Trading", "city": "Qingdao"}, {"name": "South Works", "city": "Shenzhen"}])
        cls.tote, cls.carton = cls.env["stock.package.type"].create([
            {"name": "Tote", "package_use": "reusable", "base_weight": 1},
            {"name": "Carton 40", "base_weight": 0.4, "max_weight": 30, "packaging_length": 400, "width": 300, "height": 250},
        ])
        cls.keeper, cls.supervisor = (
            new_test_user(cls.env, login=f"pick_{role}", name=role,
                          groups=f"psms_base.group_{role},stock.group_tracking_lot,stock.group_production_lot",
                          company_id=cls.company.id)
            for role in ("store_keeper", "warehouse_supervisor"))

    @classmethod
    def stock_up(cls, product, quantity, location, lot=None, **dates):
        if isinstance(lot, str):
            lot = cls.env["stock.lot"].create({"name": lot, "product_id": product.id, **dates})
        cls.env["stock.quant"]._update_available_quantity(product, location, quantity, lot_id=lot)
        return lot

    @classmethod
    def delivery(cls, lines, partner=None, **values):
        return cls.deliveries(1, lines, partner, **values)

    @classmethod
    def deliveries(cls, count, lines, partner=None, **values):
        customers = cls.env.ref("stock.stock_location_customers")
        pickings = cls.env["stock.picking"].create([{
            "picking_type_id": cls.kind.id,
            "location_id": cls.stock.id,
            "location_dest_id": customers.id,
            "partner_id": (partner or cls.north).id,
            "move_ids": [Command.create({
                "product_id": product.id, "product_uom_qty": quantity, "product_uom": product.uom_id.id,
                "location_id": cls.stock.id, "location_dest_id": customers.id,
            }) for product, quantity in lines],
            **values,
        } for _number in range(count)])
        pickings.action_confirm()
        pickings.action_assign()
        return pickings

    def statements(self, func):
        """Number of SQL statements that ``func`` sends, with nothing in the cache before."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        func()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def reserved_in_step(self):
        """What the quants hold as reserved is what the open move lines say."""
        for quant in self.env["stock.quant"].search([("location_id", "in", self.bins.ids)]):
            lines = self.env["stock.move.line"].search([
                ("product_id", "=", quant.product_id.id), ("location_id", "=", quant.location_id.id),
                ("lot_id", "=", quant.lot_id.id), ("state", "not in", ("done", "cancel", "draft")),
            ])
            self.assertAlmostEqual(quant.reserved_quantity, sum(lines.mapped("quantity_product_uom")))
