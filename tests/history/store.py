"""A plant in which anything may happen: each method of ``Store`` is one thing that a person does through Odoo's own doors."""

import random

from odoo.fields import Command
from odoo.tests import new_test_user

OPEN = ("confirmed", "assigned", "waiting")


class Store:
    """Two warehouses with bins, products of every tracking, and the people who work there; all choices come from a seed."""

    def __init__(self, env, seed):
        self.random, self.seed, self.lots = random.Random(seed), seed, 0
        company = env.company
        people = {"keeper": "psms_base.group_store_keeper", "head": "psms_base.group_warehouse_supervisor",
                  "maker": "psms_base.group_operator,mrp.group_mrp_user"}
        self.users = {role: new_test_user(env, f"history_{role}_{seed}", groups=groups, company_id=company.id)
                      for role, groups in people.items()}
        self.env = env
        self.warehouse, self.other = env["stock.warehouse"].create(
            [{"name": f"History {seed}{part}", "code": f"H{seed}{part}"} for part in "AB"])
        self.bins = env["stock.location"].create([
            {"name": f"{number}", "location_id": warehouse.lot_stock_id.id}
            for warehouse in (self.warehouse, self.other) for number in range(3)])
        kilo = env.ref("uom.product_uom_kgm")
        self.screw, self.steel, self.glue, self.motor, self.fan = self.products = env["product.product"].create([
            {"name": "Screw", "is_storable": True},
            {"name": "Steel", "is_storable": True, "uom_id": kilo.id},
            {"name": "Glue", "is_storable": True, "tracking": "lot", "uom_id": kilo.id},
            {"name": "Motor", "is_storable": True, "tracking": "serial"},
            {"name": "Fan", "is_storable": True, "tracking": "lot"},
        ])
        self.bill = env["mrp.bom"].create({
            "product_tmpl_id": self.fan.product_tmpl_id.id, "product_qty": 1, "consumption": "flexible",
            "bom_line_ids": [Command.create({"product_id": product.id, "product_qty": quantity})
                             for product, quantity in ((self.screw, 4), (self.steel, 0.3), (self.glue, 0.05), (self.motor, 1))]})
        self.vendors = env.ref("stock.stock_location_suppliers")
        self.customers = env.ref("stock.stock_location_customers")

    def things_to_do(self):
        return (self.receive, self.receive, self.receive, self.move, self.move, self.deliver, self.deliver, self.reserve,
                self.unreserve, self.cancel, self.finish, self.finish_part, self.pack, self.unpack, self.send_back,
                self.scrap, self.count, self.make, self.make, self.edit_line)

    def do_something(self):
        """Do one thing; return its name."""
        thing = self.random.choice(self.things_to_do())
        thing()
        return thing.__name__

    # -- choices -------------------------------------------------------------------------------------------------------

    def as_role(self, role, records):
        return records.with_user(self.users[role])

    def quantity(self, product):
        if product.tracking == "serial":
            return 1
        return self.random.randint(1, 20) / (10 if product.uom_id != self.screw.uom_id else 1)

    def quant(self, *domain):
        """A bin's stock that has something free."""
        quants = self.env["stock.quant"].search(
            [("product_id", "in", self.products.ids), ("location_id", "in", self.bins.ids), ("quantity", ">", 0), *domain])
        quants = quants.filtered(lambda quant: quant.available_quantity > 0)
        return self.random.choice(quants) if quants else quants

    def open_pickings(self):
        return self.env["stock.picking"].search([
            ("picking_type_id.warehouse_id", "in", (self.warehouse + self.other).ids), ("state", "in", OPEN)])

    def lot_name(self):
        self.lots += 1
        return f"H{self.seed}-{self.lots:04}"

    # -- transfers -----------------------------------------------------------------------------------------------------

    def transfer(self, kind, source, dest, product, quantity):
        warehouse = dest.warehouse_id or source.warehouse_id
        picking = self.as_role("keeper", self.env["stock.picking"]).create({
            "picking_type_id": warehouse[f"{kind}_type_id"].id, "location_id": source.id, "location_dest_id": dest.id,
            "move_ids": [Command.create({"product_id": product.id, "product_uom_qty": quantity, "product_uom": product.uom_id.id,
                                         "location_id": source.id, "location_dest_id": dest.id})]})
        picking.action_confirm()
        return picking

    def done(self, picking, backorder=True):
        flags = {"skip_backorder": True, "picking_ids_not_to_backorder": [] if backorder else picking.ids}
        return self.as_role("keeper", picking).with_context(**flags).button_validate()

    def receive(self):
        product = self.random.choice(self.products - self.fan)
        dest = self.random.choice(self.bins)
        picking = self.transfer("in", self.vendors, dest, product, self.quantity(product))
        if product.tracking != "none":
            known = self.env["stock.lot"].search([("product_id", "=", product.id)])
            again = product.tracking == "lot" and known and self.random.random() < 0.5
            picking.move_line_ids.lot_name = self.random.choice(known).name if again else self.lot_name()
        self.done(picking)

    def move(self):
        if quant := self.quant():
            dest = self.random.choice(self.bins - quant.location_id)
            picking = self.transfer("int", quant.location_id, dest, quant.product_id, quant.available_quantity)
            picking.action_assign()
            self.done(picking)

    def deliver(self):
        if quant := self.quant():
            picking = self.transfer("out", quant.location_id, self.customers, quant.product_id, self.quantity(quant.product_id))
            picking.action_assign()
            self.done(picking, backorder=self.random.random() < 0.5)

    def reserve(self):
        product = self.random.choice(self.products)
        source = self.random.choice((self.warehouse, self.other)).lot_stock_id
        self.transfer("out", source, self.customers, product, self.quantity(product) + 1).action_assign()

    def unreserve(self):
        if pickings := self.open_pickings():
            self.as_role("keeper", self.random.choice(pickings)).do_unreserve()

    def cancel(self):
        if pickings := self.open_pickings():
            self.as_role("keeper", self.random.choice(pickings)).action_cancel()

    def finish(self):
        if pickings := self.open_pickings().filtered(lambda picking: picking.state == "assigned"):
            self.done(self.random.choice(pickings))

    def finish_part(self):
        """Less than what was asked is picked; the rest waits in a backorder."""
        lines = self.open_pickings().move_line_ids.filtered(lambda line: line.quantity > 1)
        if lines:
            line = self.as_role("keeper", self.random.choice(lines))
            line.write({"quantity": 1, "picked": True})
            self.done(line.picking_id)

    def edit_line(self):
        """Somebody types less on a reserved line, and takes it from another bin."""
        lines = self.open_pickings().move_line_ids.filtered(lambda line: line.quantity > 0 and not line.lot_id)
        if lines:
            line = self.as_role("keeper", self.random.choice(lines))
            line.quantity /= 2

    def send_back(self):
        """A customer returns what was delivered."""
        done = self.env["stock.picking"].search([
            ("picking_type_id", "in", (self.warehouse + self.other).out_type_id.ids), ("state", "=", "done"),
            ("return_ids", "=", False)])
        if done:
            picking = self.random.choice(done)
            wizard = self.as_role("keeper", self.env["stock.return.picking"]).with_context(
                active_id=picking.id, active_ids=picking.ids, active_model="stock.picking").create({})
            for line in wizard.product_return_moves:
                line.quantity = line.move_id.quantity
            back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
            self.as_role("keeper", back).action_assign()
            self.done(back)

    def pack(self):
        if quant := self.quant(("package_id", "=", False)):
            near = self.bins.filtered(lambda bin_: bin_.warehouse_id == quant.location_id.warehouse_id)
            dest = self.random.choice(near - quant.location_id)
            picking = self.transfer("int", quant.location_id, dest, quant.product_id, quant.available_quantity)
            picking.action_assign()
            picking.move_line_ids.action_put_in_pack()
            self.done(picking)

    def unpack(self):
        packages = self.env["stock.package"].search([("location_id", "in", self.bins.ids)])
        packages = packages.filtered(lambda package: not any(package.quant_ids.mapped("reserved_quantity")))
        if packages:
            self.as_role("keeper", self.random.choice(packages)).unpack()

    # -- what is no transfer -------------------------------------------------------------------------------------------

    def scrap(self):
        if quant := self.quant():
            scrap = self.as_role("keeper", self.env["stock.scrap"]).create({
                "product_id": quant.product_id.id, "scrap_qty": min(1, quant.available_quantity), "lot_id": quant.lot_id.id,
                "package_id": quant.package_id.id, "location_id": quant.location_id.id})
            scrap.do_scrap()

    def count(self):
        """A count finds a piece more or less."""
        if quant := self.quant():
            serial = quant.product_id.tracking == "serial"
            found = quant.quantity if serial else max(quant.reserved_quantity, quant.quantity + self.random.choice((-1, 0, 1)))
            counted = self.as_role("head", quant).with_context(inventory_mode=True)
            counted.inventory_quantity = found
            counted.action_apply_inventory()

    def make(self):
        """A fan is made, of what is there."""
        production = self.as_role("maker", self.env["mrp.production"]).create({
            "product_id": self.fan.id, "product_qty": self.random.randint(1, 2), "bom_id": self.bill.id,
            "picking_type_id": self.warehouse.manu_type_id.id,
            "location_src_id": self.warehouse.lot_stock_id.id, "location_dest_id": self.random.choice(self.bins[:3]).id})
        production.action_confirm()
        production.action_assign()
        if production.reservation_state != "assigned":
            production.action_cancel()
            return
        production.lot_producing_ids = self.env["stock.lot"].create({"name": self.lot_name(), "product_id": self.fan.id})
        production.qty_producing = production.product_qty
        production.set_qty_producing()
        production.move_raw_ids.picked = True
        production.with_context(skip_backorder=True, skip_consumption=True).button_mark_done()
