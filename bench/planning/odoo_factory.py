"""Fill an Odoo database with the made-up factory of factory.py, in seconds.

    ./psms up --detach --no-demo --fresh --database bench    (or any empty database with psms_production)
    python bench/planning/odoo_factory.py --config odoo.conf --database bench --items 10000 --sales 3000

or in Odoo's shell (`./psms shell --database bench`), where the transaction is yours:

    import sys; sys.path[:0] = ["bench/planning", "engine/src"]
    from odoo_factory import fill
    print(fill(env, 10_000)); env.cr.commit()

Equal arguments give equal data but for the days, which count from today. In the main company and its first warehouse come:
products ITEM000000 ... (five made levels over bought parts, 60 % of the items bought), a bill of five components for each
made one, a vendor price for each bought one (3 to 30 days), lead times of 1 to 7 days made, stock, sales orders confirmed
over 365 days (one line an order, four of five for finished goods), a confirmed purchase of one line for a tenth of the
items and a confirmed manufacturing order for a hundredth. Forty per cent of the items have an order multiple, thirty per
cent one order a week; thirty per cent a reordering rule with a minimum, which is their safety stock.

One record of each kind is made by Odoo itself; the others are copies of its row, with other figures. So every column holds
what Odoo would have put there, and other planners (mrp_multi_level, the scheduler) find what they expect. What only people
read (messages, followers, the numbers of sequences) isn't made.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta

import numpy as np
from factory import START, factory
from odoo_database import environment, parse, parser

VENDORS, CUSTOMERS = 50, 50


def fill(env, items: int, sales: int | None = None, seed: int = 1) -> dict[str, int]:
    """Make the factory in the transaction of `env` (superuser); return how many records of each kind."""
    plan_input = factory(items, sales or items * 3 // 10, seed=seed)
    return _Filler(env(context={**env.context, "tracking_disable": True, "mail_notrack": True}), plan_input, seed).fill()


class _Filler:
    def __init__(self, env, plan_input, seed):
        self.env, self.input = env, plan_input
        self.company = env.company
        self.warehouse = env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1)
        self.random = np.random.default_rng(seed + 1)
        self.noon = datetime.combine(datetime.now(UTC).date(), datetime.min.time()) + timedelta(hours=4)
        names = plan_input.items.item
        self.number = {name: number for number, name in enumerate(names)}
        self.made = np.array(plan_input.items.source) == "make"

    def fill(self):
        env = self.env
        self.vendors = self._partners("Bench Vendor", VENDORS)
        self.customers = self._partners("Bench Customer", CUSTOMERS)
        env.flush_all()
        self._take_examples()
        self._products()
        self._parameters()
        self._vendor_prices()
        self._bills()
        self._stock()
        self._sales()
        self._purchases()
        env.invalidate_all()
        env.registry.clear_cache()
        self._productions()
        env.flush_all()
        self._reordering_rules()  # last, so that Odoo orders nothing by them on the way
        for table in ("product_product", "product_template", "stock_move", "mrp_bom_line", "product_supplierinfo"):
            env.cr.execute(f"ANALYZE {table}")  # pylint: disable=sql-injection
        return {"items": len(self.products), "made": int(self.made.sum()), "bill lines": len(self.input.bom),
                "sales lines": len(self.input.demands), "purchase lines": len(self.input.supplies),
                "productions": len(self.products) // 100}

    def _partners(self, name, count):
        return self.env["res.partner"].create([{"name": f"{name} {number:03d}"} for number in range(count)]).ids

    # -- one of each by Odoo -------------------------------------------------------------------------------------------

    def _take_examples(self):
        """Make one record of each kind, keep its row, and take it back."""
        env, self.example = self.env, {}
        with env.cr.savepoint() as savepoint:
            for name, record in self._examples():
                env.flush_all()
                table = record._table
                env.cr.execute(f"SELECT to_jsonb(t) FROM {table} t WHERE id = %s", [record.id])  # pylint: disable=sql-injection
                self.example[name] = (table, env.cr.fetchone()[0])
            savepoint.rollback()
        env.invalidate_all()

    def _examples(self):
        env, warehouse = self.env, self.warehouse
        part, good = env["product.product"].create([
            {"name": name, "default_code": name, "is_storable": True, "list_price": 10, "standard_price": 4}
            for name in ("Bench part", "Bench good")])
        yield "template", part.product_tmpl_id
        yield "product", part
        yield "parameters", env["psms.plan.parameter"].create({"product_id": part.id})
        yield "price", env["product.supplierinfo"].create({
            "partner_id": self.vendors[0], "product_tmpl_id": part.product_tmpl_id.id, "price": 4, "delay": 1})
        bill = env["mrp.bom"].create({
            "product_tmpl_id": good.product_tmpl_id.id, "product_uom_id": good.uom_id.id, "produce_delay": 1,
            "bom_line_ids": [(0, 0, {"product_id": part.id, "product_qty": 1})]})
        yield "bill", bill
        yield "bill line", bill.bom_line_ids
        sale = env["sale.order"].create({
            "partner_id": self.customers[0], "warehouse_id": warehouse.id, "commitment_date": self.noon + timedelta(days=400),
            "order_line": [(0, 0, {"product_id": part.id, "product_uom_qty": 1})]})
        sale.action_confirm()
        yield from (("sale", sale), ("sale line", sale.order_line),
                    ("delivery", sale.picking_ids), ("delivery move", sale.picking_ids.move_ids))
        purchase = env["purchase.order"].create({
            "partner_id": self.vendors[0], "picking_type_id": warehouse.in_type_id.id,
            "order_line": [(0, 0, {"product_id": part.id, "product_qty": 1})]})
        purchase.button_confirm()
        yield from (("purchase", purchase), ("purchase line", purchase.order_line),
                    ("receipt", purchase.picking_ids), ("receipt move", purchase.picking_ids.move_ids))
        env["stock.quant"]._update_available_quantity(part, warehouse.lot_stock_id, 1)
        yield "stock", env["stock.quant"].search([("product_id", "=", part.id), ("location_id", "=", warehouse.lot_stock_id.id)])
        yield "rule", env["stock.warehouse.orderpoint"].create({
            "product_id": part.id, "warehouse_id": warehouse.id, "location_id": warehouse.lot_stock_id.id,
            "product_min_qty": 1, "product_max_qty": 1, "trigger": "auto"})

    def _copies(self, kind, /, **columns):
        """Copies of an example with some columns of their own (lists); return their ids."""
        table, example = self.example[kind]
        cr, count = self.env.cr, len(next(iter(columns.values())))
        cr.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
        columns = {"id": [row[0] for row in cr.fetchall()], **columns}
        cr.execute("SELECT column_name, udt_name FROM information_schema.columns WHERE table_name = %s", [table])
        types = dict(cr.fetchall())
        own, same = ", ".join(columns), ", ".join(sorted(types.keys() - columns.keys()))
        lists = [values.tolist() if isinstance(values, np.ndarray) else list(values) for values in columns.values()]
        rows = [dict(zip(columns, row)) for row in zip(*lists)]
        cr.execute(  # pylint: disable=sql-injection
            f"""INSERT INTO {table} ({own}, {same})
                SELECT {", ".join(f"r.{column}" for column in columns)}, {", ".join(f"e.{column}" for column in same.split(", "))}
                  FROM jsonb_populate_record(NULL::{table}, %s) e,
                       json_to_recordset(%s) AS r({", ".join(f"{column} {types[column]}" for column in columns)})""",
            [json.dumps(example), json.dumps(rows, default=str)])
        return np.array(columns["id"])

    # -- the factory ---------------------------------------------------------------------------------------------------

    def _products(self):
        items = self.input.items
        cost = np.round(self.random.uniform(0.5, 80, len(items)), 2)
        self.price = cost
        self.templates = self._copies(
            "template", name=[{"en_US": name} for name in items.item], default_code=items.item)
        self.products = self._copies(
            "product", product_tmpl_id=self.templates, default_code=items.item,
            standard_price=[{str(self.company.id): value} for value in cost.tolist()])

    def _parameters(self):
        items = self.input.items
        ruled = np.flatnonzero((items.lot_days > 0) | (items.lot_multiple > 0))
        self._copies("parameters", product_id=self.products[ruled], lot_days=np.maximum(items.lot_days[ruled], 7),
                     lot_rule=np.where(items.lot_days[ruled] > 0, "days", "exact"), lot_multiple=items.lot_multiple[ruled])

    def _vendor_prices(self):
        bought = np.flatnonzero(~self.made)
        self.vendor_of = np.array(self.vendors)[self.random.integers(0, VENDORS, len(self.products))]
        self._copies("price", partner_id=self.vendor_of[bought], product_tmpl_id=self.templates[bought],
                     product_id=[None] * len(bought), price=self.price[bought],
                     delay=self.input.items.lead_days[bought])

    def _bills(self):
        made, bom = np.flatnonzero(self.made), self.input.bom
        bills = np.zeros(len(self.products), dtype=int)
        bills[made] = self._copies("bill", product_tmpl_id=self.templates[made],
                                   produce_delay=self.input.items.lead_days[made])
        component = self._numbers(bom.component)
        self._copies("bill line", bom_id=bills[self._numbers(bom.parent)], product_id=self.products[component],
                     product_tmpl_id=self.templates[component], product_qty=bom.quantity)

    def _numbers(self, names):
        return np.array([self.number[name] for name in names], dtype=int)

    def _stock(self):
        there = np.flatnonzero(self.input.items.on_hand > 0)
        self._copies("stock", product_id=self.products[there], quantity=self.input.items.on_hand[there])

    def _reordering_rules(self):
        with_safety = np.flatnonzero(self.input.items.safety_stock > 0)
        safety = self.input.items.safety_stock[with_safety]
        self._copies("rule", product_id=self.products[with_safety], product_min_qty=safety, product_max_qty=safety,
                     name=[f"BENCH/{number:06d}" for number in with_safety])

    def _moments(self, dates):
        return [self.noon + timedelta(days=int(days)) for days in (np.asarray(dates) - START).astype(int)]

    def _sales(self):
        demands = self.input.demands
        number, moments = self._numbers(demands.item), self._moments(demands.date)
        customers = np.array(self.customers)[self.random.integers(0, CUSTOMERS, len(demands))]
        priority = ["1" if value == 0 else "0" for value in demands.priority]
        sales = self._copies("sale", name=demands.demand, partner_id=customers, partner_invoice_id=customers,
                             partner_shipping_id=customers, commitment_date=moments)
        lines = self._copies("sale line", order_id=sales, order_partner_id=customers, product_id=self.products[number],
                             product_uom_qty=demands.quantity, qty_to_invoice=demands.quantity)
        pickings = self._copies("delivery", name=[f"BENCH/OUT/{name}" for name in demands.demand], origin=demands.demand,
                                partner_id=customers, sale_id=sales, scheduled_date=moments, date_deadline=moments,
                                priority=priority)
        self._moves("delivery move", number, demands, moments, picking_id=pickings, partner_id=customers,
                    sale_line_id=lines, origin=demands.demand, priority=priority,
                    reference=[f"BENCH/OUT/{name}" for name in demands.demand])

    def _purchases(self):
        supplies = self.input.supplies
        number, moments = self._numbers(supplies.item), self._moments(supplies.date)
        vendors = self.vendor_of[number]
        orders = self._copies("purchase", name=supplies.supply, partner_id=vendors, date_planned=moments)
        lines = self._copies("purchase line", order_id=orders, partner_id=vendors, product_id=self.products[number],
                             name=supplies.item, product_qty=supplies.quantity, product_uom_qty=supplies.quantity,
                             price_unit=self.price[number], date_planned=moments)
        pickings = self._copies("receipt", name=[f"BENCH/IN/{name}" for name in supplies.supply], origin=supplies.supply,
                                partner_id=vendors, scheduled_date=moments, date_deadline=moments)
        self._moves("receipt move", number, supplies, moments, picking_id=pickings, partner_id=vendors,
                    purchase_line_id=lines, origin=supplies.supply,
                    reference=[f"BENCH/IN/{name}" for name in supplies.supply])

    def _moves(self, kind, number, flows, moments, **columns):
        self._copies(kind, product_id=self.products[number], product_qty=flows.quantity, product_uom_qty=flows.quantity,
                     date=moments, date_deadline=moments, **columns)

    def _productions(self):
        """By Odoo itself: they are few, and it makes more than rows of them."""
        count = len(self.products) // 100
        made = self.random.choice(np.flatnonzero(self.made), count, replace=False)
        self.env["mrp.production"].create([{
            "product_id": int(self.products[number]), "product_qty": int(quantity), "company_id": self.company.id,
            "picking_type_id": self.warehouse.manu_type_id.id, "date_start": self.noon + timedelta(days=int(days)),
        } for number, quantity, days in zip(
            made, self.random.integers(5, 50, count), self.random.integers(1, 30, count))]).action_confirm()


def main() -> None:
    options = parser(__doc__, "a database with psms_production")
    options.add_argument("--items", type=int, default=1_000)
    options.add_argument("--sales", type=int, help="sales lines (else three for ten items)")
    options.add_argument("--seed", type=int, default=1)
    options = parse(options)
    begin = time.perf_counter()
    with environment(options) as env:
        counts = fill(env, options.items, options.sales, options.seed)
    print(", ".join(f"{count} {name}" for name, count in counts.items()), f"in {time.perf_counter() - begin:.1f} s")


if __name__ == "__main__":
    main()
