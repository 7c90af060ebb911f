"""What people in the factory do, each through Odoo's own buttons: sell, receive, move, make."""
import datetime
from dataclasses import dataclass

from clients import OPERATOR, PLANNER, SALES, STORE

OPEN_PICKING = ("confirmed", "waiting", "assigned")


@dataclass(frozen=True)
class Sale:
    order: int
    name: str
    product: int
    quantity: float
    # ids of the product and of everything below it
    chain: frozenset


def today():
    return datetime.datetime.now(tz=datetime.timezone.utc).date()


def there(row):
    """What is on hand or on its way, in all warehouses, whoever waits for it."""
    return max(0, row["qty_available"]) + row["incoming_qty"]


def sell_what_is_not_there(team, days, beyond=24):
    """Confirm an order of a finished good for more than stock and open supply give."""
    planner, sales = team[PLANNER], team[SALES]
    bills = planner.rows(
        "mrp.bom",
        [("type", "=", "normal"), ("product_tmpl_id.sale_ok", "=", True), ("product_tmpl_id.is_storable", "=", True),
         ("product_tmpl_id.psms_planned", "=", True)],
        ["product_tmpl_id"])
    templates = sorted({row["product_tmpl_id"][0] for row in bills})
    assert templates, "no finished good with a bill of materials in this database"
    fields = ["qty_available", "incoming_qty"]
    goods = planner.rows("product.product", [("product_tmpl_id", "in", templates)], fields, order="id")
    # the one with the least anywhere: every unit may have a serial number and is carried through all steps
    scarce = min(goods, key=there)
    product = scarce["id"]
    customer = sales.search("res.partner", [("customer_rank", ">", 0), ("is_company", "=", True)], order="id", limit=1)[0]
    quantity = int(there(scarce)) + beyond
    order = sales.create("sale.order", {
        "partner_id": customer,
        "commitment_date": f"{today() + datetime.timedelta(days=days)} 04:00:00",
        "order_line": [[0, 0, {"product_id": product, "product_uom_qty": quantity, "price_unit": 100}]],
    })
    sales.call("sale.order", "action_confirm", [order])
    name = sales.value("sale.order", order, "name")
    return Sale(order, name, product, quantity, frozenset(explode(planner, product)))


class Work:
    """Lets the goods of some products flow until nothing moves any more."""

    def __init__(self, team, products, name):
        self.team, self.products, self.name = team, sorted(products), name
        self.numbers = 0

    def flow(self, is_done, rounds=15):
        """Receive, move and make whatever can be, round by round, until `is_done`; the rounds it took."""
        for turn in range(rounds):
            if is_done():
                return turn
            moved = self.confirm_purchases() + self.move_goods() + self.make_goods()
            if not moved and not is_done():
                break
        raise AssertionError(f"the goods stopped flowing: {self.describe()}")

    def confirm_purchases(self):
        lines = [("order_line.product_id", "in", self.products), ("state", "in", ["draft", "sent"])]
        orders = self.team[PLANNER].search("purchase.order", lines)
        if orders:
            self.team[PLANNER].call("purchase.order", "button_confirm", orders)
        return len(orders)

    def open_pickings(self):
        """Receipts, transfers and what leaves for another warehouse; no customer's delivery."""
        domain = [
            ("state", "in", OPEN_PICKING), ("move_ids.product_id", "in", self.products),
            "|", ("picking_type_code", "!=", "outgoing"), ("location_dest_id.usage", "=", "transit"),
        ]
        return self.team[STORE].search("stock.picking", domain)

    def move_goods(self):
        store, moved = self.team[STORE], 0
        pickings = self.open_pickings()
        if pickings:
            store.call("stock.picking", "action_assign", pickings)
        for picking in pickings:
            if self.is_ready(picking):
                self.validate(picking)
                moved += 1
        return moved

    def is_ready(self, picking):
        """All of its goods are there: no part of it is sent ahead."""
        moves = self.team[STORE].rows("stock.move", [("picking_id", "=", picking)], ["state"])
        return all(move["state"] in ("assigned", "done", "cancel") for move in moves)

    def validate(self, picking):
        """Validate a transfer that is there completely; new lots and serial numbers are given on the way."""
        store = self.team[STORE]
        bare = [("picking_id", "=", picking), ("lot_id", "=", False), ("lot_name", "=", False),
                ("tracking", "!=", "none"), ("quantity", ">", 0)]
        for line in store.rows("stock.move.line", bare, ["tracking", "quantity"]):
            assert line["tracking"] == "lot" or line["quantity"] == 1, "a serial number for more than one unit"
            store.call("stock.move.line", "write", [line["id"]], {"lot_name": self.next_number()})
        answer = store.call("stock.picking", "button_validate", [picking])
        assert answer is True, f"transfer {picking} asks: {answer}"
        assert store.value("stock.picking", picking, "state") == "done"

    def next_number(self):
        self.numbers += 1
        return f"{self.name}-{self.numbers:04d}"

    def make_goods(self):
        operator, made = self.team[OPERATOR], 0
        domain = [("state", "in", ["confirmed", "progress", "to_close"]), ("product_id", "in", self.products)]
        orders = operator.search("mrp.production", domain)
        if orders:
            operator.call("mrp.production", "action_assign", orders)
        for order in orders:
            if operator.value("mrp.production", order, "reservation_state") == "assigned":
                self.finish(order)
                made += 1
        return made

    def finish(self, order):
        """Produce the whole order, with a number for every unit where the product wants one."""
        operator = self.team[OPERATOR]
        row = operator.row("mrp.production", order, "product_tracking", "product_qty", "lot_producing_ids", "name")
        if row["product_tracking"] == "lot" and not row["lot_producing_ids"]:
            operator.call("mrp.production", "action_generate_serial", [order])
        elif row["product_tracking"] == "serial" and len(row["lot_producing_ids"]) < row["product_qty"]:
            numbers = "\n".join(self.next_number() for _unit in range(int(row["product_qty"])))
            wizard = operator.create("mrp.production.serials", {"production_id": order, "serial_numbers": numbers})
            operator.call("mrp.production.serials", "action_apply", [wizard])
        answer = operator.call("mrp.production", "button_mark_done", [order])
        assert answer is True, f"{row['name']} asks: {answer}"
        assert operator.value("mrp.production", order, "state") == "done"

    def describe(self):
        orders = self.team[OPERATOR].rows(
            "mrp.production", [("state", "in", ["confirmed", "progress", "to_close"]), ("product_id", "in", self.products)],
            ["name", "product_id", "product_qty", "reservation_state", "state"])
        pickings = self.team[STORE].rows(
            "stock.picking", [("id", "in", self.open_pickings())], ["name", "state", "products_availability"])
        return {"manufacturing": orders, "transfers": pickings}


def explode(person, product):
    """Ids of the product and of all that its bills of materials hold, level by level."""
    found, level = {product}, [product]
    while level:
        templates = [row["product_tmpl_id"][0] for row in person.call("product.product", "read", level, ["product_tmpl_id"])]
        lines = person.rows("mrp.bom.line", [("bom_id.product_tmpl_id", "in", templates)], ["product_id"])
        level = sorted({row["product_id"][0] for row in lines} - found)
        found |= set(level)
    return found
