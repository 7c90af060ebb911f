from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon

from ..services import post


class CountCommon(BaseCommon):
    """A warehouse with three bins, products of each tracking in them, and people who count.

    * ``warehouse``, ``stock``, bins ``bin_a``, ``bin_b``, ``bin_c`` (empty)
    * ``fan`` untracked (cost 10): 20 in bin A, 5 in bin B; ``glue`` by lot (cost 2): 8 of ``lot`` in bin A;
      ``cooker`` by serial number (cost 100): ``serial`` in bin B; ``bolt`` untracked, without cost, nowhere
    * ``ann`` and ``bob``: store keepers; ``chief``: warehouse supervisor; ``boss``: manager; ``other(role)`` others
    * ``put(...)`` brings stock in through a move; ``book(...)`` what lies there
    * ``count(...)`` a count that has begun; ``enter(...)`` what a person counted
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.psms_tz = "Asia/Shanghai"
        cls.warehouse = cls.env["stock.warehouse"].create({"name": "Count plant", "code": "CNP"})
        cls.stock = cls.warehouse.lot_stock_id
        cls.bin_a, cls.bin_b, cls.bin_c = cls.env["stock.location"].create([
            {"name": name, "location_id": cls.stock.id, "barcode": f"COUNT-{name}"} for name in ("A", "B", "C")])
        cls.fan, cls.glue, cls.cooker, cls.bolt = cls.env["product.product"].create([
            {"name": "Count fan", "default_code": "CFAN", "is_storable": True, "standard_price": 10},
            {"name": "Count glue", "default_code": "CGLUE", "is_storable": True, "standard_price": 2, "tracking": "lot"},
            {"name": "Count cooker", "default_code": "CCOOK", "is_storable": True, "standard_price": 100, "tracking": "serial"},
            {"name": "Count bolt", "default_code": "CBOLT", "is_storable": True},
        ])
        cls.lot = cls.env["stock.lot"].create({"name": "CL-1", "product_id": cls.glue.id, "company_id": cls.company.id})
        cls.serial = cls.env["stock.lot"].create({"name": "CS-1", "product_id": cls.cooker.id, "company_id": cls.company.id})
        cls.put(cls.fan, 20, cls.bin_a)
        cls.put(cls.fan, 5, cls.bin_b)
        cls.put(cls.glue, 8, cls.bin_a, cls.lot)
        cls.put(cls.cooker, 1, cls.bin_b, cls.serial)
        cls.ann, cls.bob, cls.chief, cls.boss = (
            new_test_user(cls.env, login=f"count_{name}", name=name.capitalize(), groups=f"psms_base.group_{role}",
                          password=f"count_{name}", company_id=cls.company.id)
            for name, role in (
                ("ann", "store_keeper"), ("bob", "store_keeper"), ("chief", "warehouse_supervisor"), ("boss", "manager")))

    @classmethod
    def other(cls, role):
        """A user who has this role of PSMS alone."""
        return new_test_user(cls.env, login=f"count_{role}", groups=f"psms_base.group_{role}", company_id=cls.company.id)

    # === STOCK === #

    @classmethod
    def put(cls, product, quantity, location, lot=None):
        """Bring goods in (or out, with a negative quantity) by a move of Odoo."""
        cls.move(product, abs(quantity), cls.env.ref("stock.stock_location_suppliers"), location, lot) if quantity > 0 else \
            cls.move(product, -quantity, location, cls.env.ref("stock.stock_location_customers"), lot)

    @classmethod
    def move(cls, product, quantity, source, dest, lot=None, env=None):
        env = env or cls.env
        move = env["stock.move"].create({
            "product_id": product.id, "product_uom": product.uom_id.id, "product_uom_qty": quantity, "picked": True,
            "location_id": source.id, "location_dest_id": dest.id, "company_id": cls.company.id,
        })
        move._action_confirm(merge=False)
        move.move_line_ids.unlink()
        env["stock.move.line"].create({
            "move_id": move.id, "product_id": product.id, "product_uom_id": product.uom_id.id, "quantity": quantity,
            "lot_id": lot.id if lot else False, "location_id": source.id, "location_dest_id": dest.id, "picked": True,
            "company_id": cls.company.id,
        })
        move._action_done()
        return move

    def book(self, product, location, lot=None):
        domain = [("product_id", "=", product.id), ("location_id", "=", location.id)]
        if lot:
            domain.append(("lot_id", "=", lot.id))
        return sum(self.env["stock.quant"].search(domain).mapped("quantity"))

    # === COUNTS === #

    def draft(self, **values):
        return self.env["psms.count"].create({"warehouse_id": self.warehouse.id, **values})

    def count(self, **values):
        count = self.draft(**values)
        count.with_user(self.chief).action_fill()
        count.with_user(self.chief).action_start()
        return count

    def line(self, count, product, location, lot=None):
        line = count.line_ids.filtered(lambda line: line.product_id == product and line.location_id == location
                                       and (not lot or line.lot_id == lot))
        self.assertEqual(len(line), 1)
        return line

    def enter(self, user, *entries):
        """``entries``: pairs of line and quantity."""
        count = entries[0][0].count_id
        count.with_user(user).psms_enter([[line.id, quantity] for line, quantity in entries])
        self.env.flush_all()
        self.env.invalidate_all()

    def enter_book(self, user, count, **but):
        """Count everything as the book has it, but for some products (by code) in the first bin where they lie."""
        entries = []
        for line in count.line_ids.filtered(lambda line: line.state == "open"):
            entries.append((line, but.pop(line.product_id.default_code, line.book_qty)))
        self.enter(user, *entries)

    def finish(self, user, count):
        count.with_user(user).action_finish()
        self.env.invalidate_all()

    def post_all(self, count):
        """Post what a background job would."""
        while post.post_chunk(count.sudo()):
            pass
        count.sudo()._end_posting()
