from datetime import datetime, timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import TransactionCase

from ..services.age_refresh import refresh


class AgeCommon(TransactionCase):
    """A plant with two warehouses whose clock is UTC, and goods movements on any day.

    * ``plant`` and ``depot`` (warehouses), their stock ``stock`` and ``far``, bins ``bin_a`` and ``bin_b`` of the plant
    * ``transit``, ``supplier``, ``customer``, ``works`` (production), ``lost`` (inventory difference)
    * ``part`` untracked at a cost of 2, ``glue`` by lot, ``vendor``
    * ``day(n)``: n days ago; ``move(...)``: a goods movement that is done and dated; ``picking(...)``
    * ``ages(product, day)``: {(place, lot name): {day of birth: quantity}} as the report says it, after a refresh
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True, mail_notrack=True))
        cls.company = cls.env.company
        cls.company.psms_tz = "UTC"
        cls.today = fields.Date.today()
        cls.plant, cls.depot = cls.env["stock.warehouse"].create([
            {"name": "Age plant", "code": "AGP"}, {"name": "Age depot", "code": "AGD"}])
        cls.stock, cls.far = cls.plant.lot_stock_id, cls.depot.lot_stock_id
        cls.bin_a, cls.bin_b = cls.env["stock.location"].create([
            {"name": "A", "location_id": cls.stock.id}, {"name": "B", "location_id": cls.stock.id}])
        cls.transit = cls.company.internal_transit_location_id
        cls.supplier = cls.env.ref("stock.stock_location_suppliers")
        cls.customer = cls.env.ref("stock.stock_location_customers")
        cls.works = cls.env["stock.location"].search([("usage", "=", "production"), ("company_id", "=", cls.company.id)], limit=1)
        cls.lost = cls.env["stock.location"].search([("usage", "=", "inventory"), ("company_id", "=", cls.company.id)], limit=1)
        cls.vendor = cls.env["res.partner"].create({"name": "Age vendor", "is_company": True})
        cls.category = cls.env["product.category"].create({"name": "Age goods"})
        cls.part, cls.glue = cls.env["product.product"].create([
            {"name": "Age part", "is_storable": True, "standard_price": 2.0, "categ_id": cls.category.id},
            {"name": "Age glue", "is_storable": True, "standard_price": 5.0, "categ_id": cls.category.id, "tracking": "lot"},
        ])

    @classmethod
    def day(cls, ago):
        return cls.today - timedelta(days=ago)

    @classmethod
    def lot(cls, product, name):
        lots = cls.env["stock.lot"]
        return lots.search([("product_id", "=", product.id), ("name", "=", name)], limit=1) \
            or lots.create({"product_id": product.id, "name": name})

    @classmethod
    def move(cls, product, quantity, source, dest, ago, lot=None, hour=12, origin=None, packages=(None, None), **values):
        """Move goods, so many days ago.

        :param origin: the move that this one brings back
        :param packages: out of which package, into which
        """
        package, result_package = packages
        move = cls.env["stock.move"].create({
            "product_id": product.id, "product_uom_qty": quantity, "location_id": source.id, "location_dest_id": dest.id,
            "origin_returned_move_id": origin and origin.id,
            "move_line_ids": [Command.create({
                "product_id": product.id, "quantity": quantity, "location_id": source.id, "location_dest_id": dest.id,
                "lot_id": lot and cls.lot(product, lot).id, "package_id": package and package.id,
                "result_package_id": result_package and result_package.id,
            })],
            **values})
        move.picked = True
        move._action_done()
        assert move.state == "done" and move.quantity == quantity, move.read(["state", "quantity"])
        move.date = datetime.combine(cls.day(ago), datetime.min.time()) + timedelta(hours=hour)
        return move

    @classmethod
    def receive(cls, product, quantity, ago, dest=None, **values):
        return cls.move(product, quantity, cls.supplier, dest or cls.stock, ago, partner_id=cls.vendor.id, **values)

    def report(self, ago=None):
        """The report of so many days ago, or of now."""
        return self.env["psms.age.report"].with_context(psms_age_day=ago is not None and fields.Date.to_string(self.day(ago)))

    def ages(self, product, ago=None):
        self.assertIsNotNone(refresh(self.env))
        found = {}
        for place, lot, born, quantity in self.report(ago)._read_group(
                [("product_id", "=", product.id)], ["location_id", "lot_id", "born_on:day"], ["quantity:sum"]):
            found.setdefault((place, lot.name or ""), {})[born] = quantity
        return found

    def assert_ages(self, product, expected, ago=None):
        """:param expected: {(place, lot name) or place: {days ago when it was born: quantity}}"""
        wanted = {
            key if isinstance(key, tuple) else (key, ""): {self.day(back): quantity for back, quantity in parts.items()}
            for key, parts in expected.items()}
        self.assertEqual(self.ages(product, ago), wanted)

    def assert_sums_to_stock(self, products):
        """The ledger adds up to Odoo's own quants, heap by heap."""
        layers = self.env["psms.age.layer"]._read_group(
            [("product_id", "in", products.ids), ("valid_to", "=", False)],
            ["product_id", "location_id", "lot_id", "package_id", "owner_id"], ["quantity:sum"])
        quants = self.env["stock.quant"]._read_group(
            [("product_id", "in", products.ids), ("location_id.usage", "in", ("internal", "transit"))],
            ["product_id", "location_id", "lot_id", "package_id", "owner_id"], ["quantity:sum"])
        layers, quants = (
            {tuple(part.id for part in heap): round(quantity, 6) for *heap, quantity in rows if abs(quantity) > 1e-6}
            for rows in (layers, quants))
        self.assertEqual(layers, quants)
