import json

from odoo.fields import Command, Datetime
from odoo.tests import TransactionCase, new_test_user
from odoo.tools import SQL

from odoo.addons.psms_trace.services import trace_tree


class TraceCommon(TransactionCase):
    """A plant that makes fans of motors, with every document run through Odoo's own transitions; needs no mrp.

    * ``warehouse``, ``stock`` (its stock location), ``bin_a``, ``bin_b``, ``quarantine`` (in a quarantine zone)
    * ``motor`` by lot, ``fan`` by serial number, ``board`` by lot, ``screw`` untracked
    * ``vendor``, ``customer``, ``other_customer``
    * ``keeper``, ``inspector``, ``supervisor``: users with one role each
    * ``receive``, ``deliver``, ``make``, ``move``, ``scrap``, ``take_back``: done documents; ``delivery``, ``order``: open ones
    * ``lot(product, name)``
    * ``down(lot)``, ``up(lot)``: the tree as tuples ``(depth, kind, lot name or product, quantity)``
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True))
        cls.company = cls.env.company
        cls.warehouse = cls.env["stock.warehouse"].create({"name": "Trace plant", "code": "TRC"})
        cls.stock = cls.warehouse.lot_stock_id
        cls.bin_a, cls.bin_b, cls.quarantine = cls.env["stock.location"].create([
            {"name": name, "location_id": cls.stock.id} for name in ("Bin A", "Bin B", "Quarantine")])
        cls.zone = cls.env["psms.stock.zone"].create({
            "name": "Quarantine", "code": "Q", "kind": "quarantine", "warehouse_id": cls.warehouse.id})
        cls.quarantine.zone_id = cls.zone
        cls.suppliers = cls.env.ref("stock.stock_location_suppliers")
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.motor, cls.fan, cls.board, cls.screw = cls.env["product.product"].create([
            {"name": "Motor", "is_storable": True, "tracking": "lot", "barcode": "6901234567892"},
            {"name": "Fan", "is_storable": True, "tracking": "serial", "barcode": "6901234567908"},
            {"name": "Board", "is_storable": True, "tracking": "lot"},
            {"name": "Screw", "is_storable": True},
        ])
        cls.production = cls.motor.property_stock_production
        cls.vendor, cls.customer, cls.other_customer = cls.env["res.partner"].create([
            {"name": "Motor Vendor"},
            {"name": "First Customer", "email": "first@example.com", "phone": "+86 757 1111"},
            {"name": "Second Customer"},
        ])
        cls.keeper, cls.inspector, cls.supervisor = (
            new_test_user(cls.env, login=f"trace_{role}", groups=f"psms_base.group_{role}", company_id=cls.company.id)
            for role in ("store_keeper", "inspector", "warehouse_supervisor"))

    # === LOTS AND DOCUMENTS === #

    @classmethod
    def lot(cls, product, name):
        return cls.env["stock.lot"].search([("product_id", "=", product.id), ("name", "=", name)]) \
            or cls.env["stock.lot"].create({"product_id": product.id, "name": name})

    @classmethod
    def _transfer(cls, kind, source, destination, lines, partner=None, package=None):
        """A transfer of ``(lot or product, quantity)``, assigned line by line, not validated."""
        picking = cls.env["stock.picking"].create({
            "picking_type_id": kind.id, "location_id": source.id, "location_dest_id": destination.id,
            "partner_id": partner and partner.id,
            "move_line_ids": [Command.create({
                **cls._goods(goods), "quantity": quantity, "location_id": source.id, "location_dest_id": destination.id,
                "result_package_id": package and package.id,
            }) for goods, quantity in lines],
        })
        picking.action_confirm()
        return picking

    @classmethod
    def _goods(cls, goods):
        lot = goods if goods._name == "stock.lot" else cls.env["stock.lot"]
        product = lot.product_id or goods
        return {"product_id": product.id, "lot_id": lot.id, "product_uom_id": product.uom_id.id}

    @classmethod
    def _done(cls, picking):
        picking.move_ids.picked = True
        picking.button_validate()
        cls.assert_done(picking)
        return picking

    @classmethod
    def assert_done(cls, picking):
        assert picking.state == "done", picking.state

    @classmethod
    def receive(cls, lines, location=None):
        return cls._done(cls._transfer(cls.warehouse.in_type_id, cls.suppliers, location or cls.stock, lines, cls.vendor))

    @classmethod
    def delivery(cls, lines, partner=None, source=None, package=None):
        return cls._transfer(
            cls.warehouse.out_type_id, source or cls.stock, cls.customers, lines, partner or cls.customer, package)

    @classmethod
    def order(cls, product, quantity, partner=None):
        """A delivery of a quantity, assigned by Odoo from whichever lot is there."""
        picking = cls.env["stock.picking"].create({
            "picking_type_id": cls.warehouse.out_type_id.id, "location_id": cls.stock.id,
            "location_dest_id": cls.customers.id, "partner_id": (partner or cls.customer).id,
            "move_ids": [Command.create({
                "product_id": product.id, "product_uom_qty": quantity, "location_id": cls.stock.id,
                "location_dest_id": cls.customers.id,
            })],
        })
        picking.action_confirm()
        picking.action_assign()
        return picking

    @classmethod
    def deliver(cls, lines, partner=None, source=None, package=None):
        return cls._done(cls.delivery(lines, partner, source, package))

    @classmethod
    def move(cls, lines, source, destination, package=None):
        return cls._done(cls._transfer(cls.warehouse.int_type_id, source, destination, lines, package=package))

    @classmethod
    def take_back(cls, lines, partner=None):
        """A customer's return."""
        return cls._done(cls._transfer(cls.warehouse.in_type_id, cls.customers, cls.stock, lines, partner or cls.customer))

    @classmethod
    def scrap(cls, lot, quantity):
        scrap = cls.env["stock.scrap"].create({
            "product_id": lot.product_id.id, "lot_id": lot.id, "scrap_qty": quantity, "location_id": cls.stock.id})
        scrap.action_validate()
        return scrap

    @classmethod
    def make(cls, consumed, produced, name="TRC/MO/1"):
        """Consume and produce ``(lot or product, quantity)``, with the links that mrp leaves. Returns both sets of lines."""
        inputs = cls._production_moves(consumed, cls.stock, cls.production, name)
        outputs = cls._production_moves(produced, cls.production, cls.stock, name)
        outputs.move_line_ids.consume_line_ids = [Command.set(inputs.move_line_ids.ids)]
        return inputs.move_line_ids, outputs.move_line_ids

    @classmethod
    def _production_moves(cls, goods, source, destination, name):
        moves = cls.env["stock.move"].create([{
            "product_id": cls._goods(each)["product_id"], "product_uom_qty": quantity, "location_id": source.id,
            "location_dest_id": destination.id, "origin": name, "company_id": cls.company.id,
            "picking_type_id": cls.warehouse.int_type_id.id,
        } for each, quantity in goods])
        moves._action_confirm(merge=False)
        for move, (each, quantity) in zip(moves, goods, strict=True):
            move.move_line_ids.unlink()
            cls.env["stock.move.line"].create({
                **cls._goods(each), "move_id": move.id, "quantity": quantity, "location_id": source.id,
                "location_dest_id": destination.id})
        moves.picked = True
        moves._action_done()
        return moves

    @classmethod
    def chain(cls):
        """Motor lot M1 received, two boards of one lot made of it, two fans made of the boards, one of them delivered."""
        motor, board = cls.lot(cls.motor, "M1"), cls.lot(cls.board, "B1")
        fans = cls.lot(cls.fan, "F1") | cls.lot(cls.fan, "F2")
        cls.receive([(motor, 10), (cls.screw, 100)])
        cls.make([(motor, 4), (cls.screw, 8)], [(board, 2)], "TRC/MO/1")
        for index, fan in enumerate(fans, start=2):
            cls.make([(board, 1)], [(fan, 1)], f"TRC/MO/{index}")
        delivery = cls.deliver([(fans[0], 1)])
        return motor, board, fans, delivery

    # === READING === #

    def down(self, lots, **options):
        return self._tree(lots, False, **options)

    def up(self, lots, **options):
        return self._tree(lots, True, **options)

    def _tree(self, lots, up, **options):
        lines, _complete = trace_tree.lines(self.env, lots.ids, up, **options)
        return [(
            line["depth"], line["kind"], line["lot"] or (line["product"] if line["kind"] == "untracked" else ""),
            line["quantity"],
        ) for line in lines]

    def available(self, product, location=None):
        return self.env["stock.quant"]._get_available_quantity(product, location or self.stock)

    @classmethod
    def set_dates(cls, records, text):
        """Events tell when things happened: the tests decide when that was."""
        records.flush_recordset()
        cls.env.cr.execute(SQL(
            "UPDATE stock_move_line SET date = %s WHERE id IN %s", Datetime.to_datetime(text), tuple(records.ids)))
        records.invalidate_recordset(["date"])

    @staticmethod
    def as_json(document):
        """What a receiver reads."""
        return json.loads(json.dumps(document))


class PossibleCommon(TraceCommon):
    """A lot of steel goes into brackets that have no lot, these into fans with serial numbers.

    Two lots of steel are made into four brackets each, then four brackets go into the fan F1 (delivered) and two into F2.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bracket = cls.env["product.product"].create({"name": "Bracket", "is_storable": True})
        cls.steel = cls.lot(cls.motor, "S1"), cls.lot(cls.motor, "S2")
        cls.fans = cls.lot(cls.fan, "F1"), cls.lot(cls.fan, "F2")
        cls.clock = 0
        cls.receive([(lot, 10) for lot in cls.steel] + [(cls.screw, 100)])
        for lot in cls.steel:
            cls.run_production([(lot, 4)], [(cls.bracket, 4)])
        for fan, quantity in zip(cls.fans, (4, 2)):
            cls.run_production([(cls.bracket, quantity), (cls.screw, 1)], [(fan, 1)])
        cls.deliver([(cls.fans[0], 1)])

    @classmethod
    def run_production(cls, consumed, produced):
        """A production at its own moment, one after the other."""
        cls.clock += 1
        used, made = cls.make(consumed, produced, f"TRC/MO/{cls.clock}")
        cls.set_dates(used | made, f"2026-03-01 {8 + cls.clock // 60:02}:{cls.clock % 60:02}:00")
        return used, made
