"""A million goods movements that hang together, made with SQL: no heap ever goes below zero, and quants are the sum of the lines.

Each product goes through cycles: received, put into its bin, a fifth of it sent to the other warehouse through transit, then
issued bit by bit. A third of what came stays behind. A tenth of the products has stood still for most of a year, a tenth is
tracked by lot, a fifth is kept at average cost.
"""
from datetime import timedelta

import numpy as np

from odoo import fields
from odoo.tools import SQL

LINES_A_CYCLE, CYCLES, DAYS = 10, 10, 1095
ISSUES = np.array([10, 25, 45, 65, 85])
LINE, MOVE = "stock_move_line", "stock_move"


def make_world(env, products):
    """Two warehouses, bins, vendors and products."""
    company = env.company
    plant, depot = env["stock.warehouse"].create([{"name": "Bench plant", "code": "BPL"}, {"name": "Bench depot", "code": "BDP"}])
    zones = env["psms.stock.zone"].create([
        {"name": f"Zone {number}", "code": f"Z{number}", "warehouse_id": plant.id} for number in range(5)])
    aisles = env["stock.location"].create([
        {"name": f"Aisle {zone.code}", "location_id": plant.lot_stock_id.id, "zone_id": zone.id} for zone in zones])
    bins = env["stock.location"].create([
        {"name": f"Bin {number:03}", "location_id": aisles[number % 5].id} for number in range(500)])
    categories = env["product.category"].create([
        {"name": f"Bench {number}", **({"property_cost_method": "average"} if number % 5 == 0 else {})} for number in range(20)])
    vendors = env["res.partner"].create([{"name": f"Bench vendor {number}", "is_company": True} for number in range(50)])
    goods = env["product.product"].create([{
        "name": f"Bench part {number}", "is_storable": True, "categ_id": categories[number % 20].id,
        "standard_price": 1 + number % 97, "tracking": "lot" if number % 10 == 1 else "none",
    } for number in range(products)])
    lots = env["stock.lot"].create([
        {"name": f"B{cycle}", "product_id": product.id}
        for product in goods if product.tracking == "lot" for cycle in range(CYCLES)])
    places = {
        usage: env["stock.location"].search([("usage", "=", usage), ("company_id", "in", (company.id, False))], limit=1).id
        for usage in ("supplier", "customer", "production")}
    env.flush_all()
    return {
        "products": np.array(goods.ids), "prices": np.array(goods.mapped("standard_price")), "bins": np.array(bins.ids),
        "vendors": np.array(vendors.ids), "lots": np.array(lots.ids), "stock": plant.lot_stock_id.id,
        "far": depot.lot_stock_id.id, "transit": company.internal_transit_location_id.id, "uom": goods[:1].uom_id.id, **places}


def cycles(world, dice):
    """Columns of all lines, in the order in which they happened."""
    count = len(world["products"])
    shape = (count, CYCLES, LINES_A_CYCLE)
    received = dice.integers(50, 200, (count, CYCLES))
    sent = received // 5
    quantity = np.empty(shape, dtype=np.int64)
    quantity[:, :, 0] = quantity[:, :, 1] = received
    quantity[:, :, 2] = quantity[:, :, 3] = sent
    quantity[:, :, 4:9] = (received * 12 // 100)[:, :, None]
    quantity[:, :, 9] = sent * 7 // 10
    still = (np.arange(count) % 10 == 3) * 300
    begin = DAYS - 10 - (CYCLES - np.arange(CYCLES)) * 108 + dice.integers(0, 10, (count, CYCLES)) - still[:, None]
    day = begin[:, :, None] + np.concatenate([[0, 1, 5, 8], ISSUES, [95]])
    source, dest = np.empty(shape, dtype=np.int64), np.empty(shape, dtype=np.int64)
    home = world["bins"][np.arange(count) % len(world["bins"])][:, None]
    outside = np.where(np.arange(count) % 2, world["customer"], world["production"])[:, None]
    for index, (one, other) in enumerate([
            (world["supplier"], world["stock"]), (world["stock"], home), (home, world["transit"]),
            (world["transit"], world["far"]), *[(home, outside)] * 5, (world["far"], outside)]):
        source[:, :, index], dest[:, :, index] = one, other
    lot = np.zeros((count, CYCLES), dtype=np.int64)
    lot[np.arange(count) % 10 == 1] = world["lots"].reshape(-1, CYCLES)
    vendor = np.zeros(shape, dtype=np.int64)
    vendor[:, :, 0] = world["vendors"][np.arange(count) % len(world["vendors"])][:, None]
    price = world["prices"][:, None] * dice.uniform(0.8, 1.2, (count, CYCLES))
    columns = {
        "product": np.broadcast_to(world["products"][:, None, None], shape), "day": day, "source": source, "dest": dest,
        "quantity": quantity, "lot": np.broadcast_to(lot[:, :, None], shape), "vendor": vendor,
        "value": quantity * np.broadcast_to(price[:, :, None], shape),
        "second": np.broadcast_to(np.arange(LINES_A_CYCLE), shape) + dice.integers(0, 80_000, shape)}
    flat = {name: column.reshape(-1) for name, column in columns.items()}
    order = np.argsort(flat["day"] * 100_000 + flat["second"], kind="stable")
    return {name: column[order] for name, column in flat.items()}


def store(env, columns, uom, first_day):
    """Insert the lines with their moves, and make the quants what they add up to."""
    names = list(columns)
    typed, listed = ", ".join(f"{name} float8" for name in names), ", ".join(names)
    env.cr.execute(f"CREATE TEMP TABLE bench_line ({typed}) ON COMMIT DROP")
    step = 100_000
    for start in range(0, len(columns["day"]), step):
        rows = zip(*(columns[name][start:start + step].tolist() for name in names), strict=True)
        env.cr.execute_values(f"INSERT INTO bench_line ({listed}) VALUES %s", list(rows), page_size=10_000)
    moment = SQL("%s::timestamp + day * interval '1 day' + second * interval '1 second'", first_day)
    inside = SQL("(SELECT id FROM stock_location WHERE usage IN ('internal', 'transit'))")
    env.cr.execute(SQL("""
        CREATE TEMP TABLE bench_new ON COMMIT DROP AS
        SELECT nextval('stock_move_id_seq')::int AS move, nextval('stock_move_line_id_seq')::int AS line, %s AS moment, b.*
          FROM bench_line b ORDER BY day, second""", moment))
    env.cr.execute(SQL("""
        INSERT INTO stock_move (id, company_id, product_id, product_uom, location_id, location_dest_id, procure_method,
            product_uom_qty, product_qty, quantity, date, state, picked, partner_id, value, is_in, is_out,
            create_date, write_date, create_uid, write_uid)
        SELECT move, %(company)s, product, %(uom)s, source, dest, 'make_to_stock', quantity, quantity, quantity, moment, 'done',
               TRUE, NULLIF(vendor, 0), CASE WHEN (source IN %(inside)s) != (dest IN %(inside)s) THEN value ELSE 0 END,
               source NOT IN %(inside)s, dest NOT IN %(inside)s, moment, moment, 1, 1
          FROM bench_new""", company=env.company.id, uom=uom, inside=inside))
    env.cr.execute(SQL("""
        INSERT INTO stock_move_line (id, move_id, company_id, product_id, product_uom_id, location_id, location_dest_id, lot_id,
            quantity, quantity_product_uom, date, state, picked, create_date, write_date, create_uid, write_uid)
        SELECT line, move, %s, product, %s, source, dest, NULLIF(lot, 0), quantity, quantity, moment, 'done', TRUE,
               moment, moment, 1, 1
          FROM bench_new""", env.company.id, uom))
    make_quants(env)
    env.invalidate_all()


def make_quants(env):
    """Quants that are the sum of all done lines."""
    env.cr.execute("DELETE FROM stock_quant")
    env.cr.execute(SQL("""
        INSERT INTO stock_quant (
            product_id, location_id, company_id, lot_id, package_id, owner_id, quantity, reserved_quantity, in_date)
        SELECT product_id, heap.location_id, place.company_id, lot_id, package_id, owner_id, sum(heap.quantity), 0, %s
          FROM (SELECT product_id, location_dest_id AS location_id, lot_id, result_package_id AS package_id, owner_id,
                       quantity_product_uom AS quantity
                  FROM stock_move_line WHERE state = 'done'
                 UNION ALL
                SELECT product_id, location_id, lot_id, package_id, owner_id, -quantity_product_uom
                  FROM stock_move_line WHERE state = 'done') heap
          JOIN stock_location place ON place.id = heap.location_id
      GROUP BY product_id, heap.location_id, place.company_id, lot_id, package_id, owner_id HAVING sum(heap.quantity) != 0
    """, fields.Datetime.now()))


def first_day():
    return fields.Date.today() - timedelta(days=DAYS)
