"""Opening stock, lots, and trucks between the warehouses."""
from .places import WAREHOUSES

LOTS_IN_OPENING = 2


class Moving:
    def __init__(self, factory):
        self.factory = factory
        self.env = factory.env
        self.trucks = {}
        self._numbers = {}

    def reserve_by_hand(self, by_hand):
        """In the story goods are reserved on the day they are needed, so that no later order takes them first."""
        codes = list(WAREHOUSES)
        types = self.env["stock.picking.type"].search([("warehouse_id.code", "in", codes), ("code", "!=", "incoming")])
        types.reservation_method = "manual" if by_hand else "at_confirm"

    def lot_names(self, item, count):
        """The next `count` lot or serial numbers of an item: code, year and month, running number."""
        month = f"{self.factory.clock.now:%y%m}"
        first = self._numbers.get(item.code, 0) + 1
        self._numbers[item.code] = first + count - 1
        short = item.code.split("-")[1]
        width = 5 if item.tracking == "serial" else 4
        return [f"{short}-{month}-{number:0{width}d}" for number in range(first, first + count)]

    def make_lots(self, item, count):
        product = self.factory.products[item.code]
        return self.env["stock.lot"].create([
            {"name": name, "product_id": product.id, "company_id": self.factory.company.id}
            for name in self.lot_names(item, count)
        ])

    def count_in(self, rows):
        """Count goods into their bins; `rows` are (warehouse code, item, quantity)."""
        values = []
        for place, item, quantity in rows:
            product = self.factory.products[item.code]
            values += [
                {
                    "product_id": product.id,
                    "location_id": self.factory.places.bins[place, product].id,
                    "lot_id": lot.id if lot else False,
                    "inventory_quantity": part,
                }
                for lot, part in self._split(item, quantity)
            ]
        quants = self.env["stock.quant"].with_context(inventory_mode=True).create(values)
        quants.action_apply_inventory()

    def _split(self, item, quantity):
        if item.tracking == "serial":
            return [(lot, 1) for lot in self.make_lots(item, int(quantity))]
        if item.tracking == "lot":
            half = quantity // LOTS_IN_OPENING
            lots = self.make_lots(item, LOTS_IN_OPENING)
            return [(lots[0], half), (lots[1], quantity - half)]
        return [(None, quantity)]

    def send(self, transfers, _day):
        """Ask for the goods where they are wanted; Odoo's resupply route makes the two transfers."""
        places = self.factory.places
        Rule = self.env["stock.rule"]
        for transfer in transfers:
            warehouse = places.warehouses[transfer.target]
            origin = f"{transfer.source} > {transfer.target} {self.factory.clock.now:%Y-%m-%d}"
            # A reference of its own keeps two trucks on the road from sharing one receipt.
            reference = self.env["stock.reference"].create({"name": origin})
            Rule.run([
                Rule.Procurement(
                    self.factory.products[code], quantity, self.factory.products[code].uom_id,
                    warehouse.lot_stock_id, origin, origin, self.factory.company,
                    {
                        "warehouse_id": warehouse,
                        "route_ids": places.resupply_route(transfer.target, transfer.source),
                        "date_planned": self.factory.clock.now,
                        "reference_ids": reference,
                    },
                )
                for code, quantity in self._summed(transfer.lines)
            ])
            out = reference.picking_ids.filtered(lambda picking: picking.picking_type_code == "outgoing")
            deliver(out)
            self.trucks[id(transfer)] = reference.picking_ids - out

    @staticmethod
    def _summed(lines):
        total = {}
        for code, quantity in lines:
            total[code] = total.get(code, 0) + quantity
        return total.items()

    def arrive(self, transfers, _day):
        pickings = self.env["stock.picking"].concat(*(self.trucks.pop(id(transfer)) for transfer in transfers))
        deliver(pickings)


def deliver(pickings, parts=None):
    """Reserve and validate; `parts` is {picking: {product: quantity}} for what leaves only in part."""
    pickings.action_assign()
    short = pickings.move_ids.filtered(lambda move: move.state != "assigned")
    for picking, quantities in (parts or {}).items():
        for move in picking.move_ids:
            move.quantity = quantities[move.product_id]
    if short and not parts:
        missing = [f"{move.picking_id.name} {move.product_id.default_code} {move.product_uom_qty}" for move in short]
        raise ValueError(f"The story has no stock for {', '.join(missing)}")
    pickings.move_ids.picked = True
    pickings.with_context(skip_backorder=True, skip_sms=True).button_validate()
