"""What several people do at the same moment in a warehouse, and how one sees afterwards that it went wrong.

A scenario has ``prepare`` (one administrator, not timed), which returns one list of calls for each client, and ``wrong``,
which asks the database afterwards and returns what is wrong in words. A call is ``(model, method, args, allowed)``;
``allowed`` are words of a refusal that is right to get.
"""

from __future__ import annotations

from dataclasses import dataclass, field

NO_STOCK = ("set some quantities", "reserve", "not enough", "available")


@dataclass
class Plant:
    """The warehouse that the races run in: ids, and the two doors (a client's and the database's)."""

    admin: object
    query: object
    ids: dict = field(default_factory=dict)
    number: int = 0

    @classmethod
    def open(cls, admin, query):
        plant = cls(admin, query)
        warehouse = admin.call("stock.warehouse", "search_read", [[]], fields=[
            "lot_stock_id", "in_type_id", "out_type_id"], limit=1, order="id")[0]
        plant.ids = {
            "stock": warehouse["lot_stock_id"][0], "in": warehouse["in_type_id"][0], "out": warehouse["out_type_id"][0],
            "customers": admin.ref("stock.stock_location_customers"), "vendors": admin.ref("stock.stock_location_suppliers"),
        }
        admin.call("stock.picking.type", "write", [[plant.ids["in"]], {"use_create_lots": True, "use_existing_lots": True}])
        return plant

    def name(self, what):
        self.number += 1
        return f"{what} {self.admin.run}-{self.number}"

    def products(self, count, **values):
        return self.admin.call("product.product", "create", [
            [{"name": self.name("Race"), "is_storable": True, **values} for _number in range(count)]])

    def product(self, **values):
        return self.products(1, **values)[0]

    def transfers(self, kind, count, lines, source=None, dest=None):
        """Draft transfers, all with the same lines ``[(product, quantity)]``; as many lists of ids as ``count``."""
        source = source or self.ids["vendors" if kind == "in" else "stock"]
        dest = dest or self.ids["stock" if kind == "in" else "customers"]
        return self.admin.call("stock.picking", "create", [[{
            "picking_type_id": self.ids[kind], "location_id": source, "location_dest_id": dest,
            "move_ids": [[0, 0, {"product_id": product, "product_uom_qty": quantity,
                                 "location_id": source, "location_dest_id": dest}] for product, quantity in own],
        } for own in (lines if isinstance(lines[0], list) else [lines] * count)]])

    def stock_up(self, lines):
        picking = self.transfers("in", 1, lines)
        for method in ("action_confirm", "button_validate"):
            self.admin.call("stock.picking", method, [picking])

    def scalar(self, sql, *values):
        return self.query(sql, values)[0][0] or 0


def spread(calls, clients):
    """Deal the calls out to the clients; each call is a list of steps done one after the other."""
    hands = [[] for _client in range(clients)]
    for number, steps in enumerate(calls):
        hands[number % clients].extend(steps)
    return hands


def deliver(picking):
    return [
        ("stock.picking", "action_confirm", [[picking]], ()),
        ("stock.picking", "action_assign", [[picking]], NO_STOCK),
        ("stock.picking", "button_validate", [[picking]], NO_STOCK),
    ]


class Scarce:
    """Twice as many one-piece orders as pieces: as many are delivered as there were pieces."""

    def prepare(self, plant, clients):
        self.pieces, self.product = clients, plant.product()
        plant.stock_up([(self.product, self.pieces)])
        return spread([deliver(picking) for picking in plant.transfers("out", 2 * clients, [(self.product, 1)])], clients)

    def wrong(self, plant):
        done = plant.scalar("SELECT SUM(quantity) FROM stock_move WHERE product_id = %s AND state = 'done' AND "
                            "location_dest_id = %s", self.product, plant.ids["customers"])
        return [f"delivered {done:g} of {self.pieces}"] * (done != self.pieces) + quants_wrong(plant, self.product)


class Reservation:
    """More orders than pieces are confirmed: what is reserved is what is there."""

    def prepare(self, plant, clients):
        self.pieces, self.product = clients * 5 // 8, plant.product()
        plant.stock_up([(self.product, self.pieces)])
        return [[("stock.picking", "action_confirm", [[picking]], ()), ("stock.picking", "action_assign", [[picking]], NO_STOCK)]
                for picking in plant.transfers("out", clients, [(self.product, 1)])]

    def wrong(self, plant):
        held = plant.scalar("SELECT SUM(quantity) FROM stock_move_line WHERE product_id = %s AND location_id = %s AND state "
                            "NOT IN ('done', 'cancel')", self.product, plant.ids["stock"])
        return [f"reserved {held:g} of {self.pieces}"] * (held != self.pieces) + quants_wrong(plant, self.product)


class Lot:
    """Everybody creates the same lot: there is one."""

    def prepare(self, plant, clients):
        self.product, self.lot = plant.product(tracking="lot"), plant.name("LOT")
        return [[("stock.lot", "create", [{"name": self.lot, "product_id": self.product}], ("already", "exist", "unique"))]
                for _client in range(clients)]

    def wrong(self, plant):
        count = plant.scalar("SELECT COUNT(*) FROM stock_lot WHERE product_id = %s", self.product)
        return [f"{count} lots of one name"] * (count != 1)


class Serial:
    """One new serial number is received by everybody: there is one piece of it."""

    def prepare(self, plant, clients):
        self.product, serial = plant.product(tracking="serial"), plant.name("SN")
        pickings = plant.transfers("in", clients, [(self.product, 1)])
        plant.admin.call("stock.picking", "action_confirm", [pickings])
        lines = plant.admin.call("stock.move.line", "search", [[("picking_id", "in", pickings)]])
        plant.admin.call("stock.move.line", "write", [lines, {"lot_name": serial, "quantity": 1, "picked": True}])
        allowed = ("already", "exist", "serial", "unique")
        return [[("stock.picking", "button_validate", [[picking]], allowed)] for picking in pickings]

    def wrong(self, plant):
        pieces = plant.scalar("SELECT SUM(quantity) FROM stock_quant WHERE product_id = %s AND location_id = %s",
                              self.product, plant.ids["stock"])
        lots = plant.scalar("SELECT COUNT(*) FROM stock_lot WHERE product_id = %s", self.product)
        return [f"{pieces:g} pieces, {lots} lots of one serial number"] * ((pieces, lots) != (1, 1))


class Barcode:
    """Everybody gives a new product the same barcode: one has it."""

    def prepare(self, plant, clients):
        self.barcode = plant.name("BC").replace(" ", "")
        return [[("product.product", "create", [{"name": plant.name("Race"), "barcode": self.barcode}],
                  ("already", "barcode", "unique"))] for _client in range(clients)]

    def wrong(self, plant):
        count = plant.scalar("SELECT COUNT(*) FROM product_product WHERE barcode = %s", self.barcode)
        return [f"{count} products with one barcode"] * (count != 1)


class Capacity:
    """One-piece receipts are put away into bins that hold one piece each: no bin is proposed twice."""

    def prepare(self, plant, clients):
        self.product = plant.product()
        category = plant.admin.call("stock.storage.category", "create", [{
            "name": plant.name("One piece"), "product_capacity_ids": [[0, 0, {"product_id": self.product, "quantity": 1}]]}])
        shelf = plant.admin.call("stock.location", "create", [{"name": plant.name("Shelf"), "location_id": plant.ids["stock"]}])
        self.bins = plant.admin.call("stock.location", "create", [[
            {"name": f"{number:02}", "location_id": shelf, "storage_category_id": category} for number in range(clients)]])
        plant.admin.call("stock.putaway.rule", "create", [{
            "product_id": self.product, "location_in_id": plant.ids["stock"], "location_out_id": shelf,
            "storage_category_id": category, "sublocation": "closest_location"}])
        return [[("stock.picking", "action_confirm", [[picking]], ()), ("stock.picking", "button_validate", [[picking]], ())]
                for picking in plant.transfers("in", clients, [(self.product, 1)])]

    def wrong(self, plant):
        full = plant.query("SELECT location_id, SUM(quantity) FROM stock_quant WHERE product_id = %s AND location_id = ANY(%s) "
                           "GROUP BY 1 HAVING SUM(quantity) > 1", (self.product, self.bins))
        return [f"{len(full)} bins hold more than one piece, the fullest {max(row[1] for row in full):g}"] if full else []


class Opposite:
    """The same twenty products are delivered in opposite order: nobody is turned away."""

    def prepare(self, plant, clients):
        self.products = plant.products(20)
        lines = [(product, 1) for product in self.products]
        plant.stock_up([(product, clients) for product in self.products])
        both = [lines if number % 2 else lines[::-1] for number in range(clients)]
        return [deliver(picking) for picking in plant.transfers("out", clients, both)]

    def wrong(self, plant):
        left = plant.scalar("SELECT SUM(quantity) FROM stock_quant WHERE product_id = ANY(%s) AND location_id = %s",
                            self.products, plant.ids["stock"])
        return [f"{left:g} pieces left on the shelf"] * (left != 0)


class Apart(Opposite):
    """Everybody delivers twenty products of his own and meets nobody: the time that the machine needs anyway."""

    def prepare(self, plant, clients):
        self.products = plant.products(20 * clients)
        plant.stock_up([(product, 1) for product in self.products])
        own = [[(product, 1) for product in self.products[start::clients]] for start in range(clients)]
        return [deliver(picking) for picking in plant.transfers("out", clients, own)]


def quants_wrong(plant, product):
    """Below zero, twins, and reservations that no line has."""
    rows = plant.query(
        "SELECT COUNT(*), MIN(quantity), SUM(reserved_quantity) FROM stock_quant WHERE product_id = %s AND location_id = %s",
        (product, plant.ids["stock"]))
    count, least, reserved = rows[0]
    held = plant.scalar("SELECT SUM(quantity) FROM stock_move_line WHERE product_id = %s AND location_id = %s AND state "
                        "NOT IN ('done', 'cancel')", product, plant.ids["stock"])
    found = [f"{count - 1} twin quants"] * (count > 1) + [f"{least:g} on hand"] * ((least or 0) < 0)
    return found + [f"reserved {reserved:g}, by lines {held:g}"] * ((reserved or 0) != held)


SCENARIOS = {
    "scarce": Scarce, "reservation": Reservation, "lot": Lot, "serial": Serial, "barcode": Barcode,
    "capacity": Capacity, "opposite": Opposite, "apart": Apart,
}
