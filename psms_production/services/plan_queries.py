"""The statements that read Odoo for a plan: one each, whatever the number of products.

Record rules are bypassed on purpose, a plan of half the demand would be wrong; every statement is
restricted to one company. `areas` are the stock locations of the company's warehouses (see
`stock_areas`): a move counts when it crosses their border, so the steps inside a warehouse and the
stations of a route outside it don't count twice.
"""
from collections import namedtuple
from functools import cache

from odoo.tools import SQL

OPEN_MOVE_STATES = ("waiting", "confirmed", "partially_available", "assigned")
OPEN_RFQ_STATES = ("draft", "sent", "to approve")


_row = cache(namedtuple)


def named_rows(env, name, columns, query):
    """Quantities are cast to float8 in the statements: Odoo converts each numeric by a Python function of its own."""
    return list(map(_row(name, columns)._make, env.execute_query(query)))


def warehouses(env, company):
    return named_rows(env, "Warehouse", "id stock_location_id schedule_id ancestors", SQL(
        """SELECT w.id, w.lot_stock_id, w.psms_calendar_id,
                  string_to_array(trim(trailing '/' FROM l.parent_path), '/')::int[]
             FROM stock_warehouse w JOIN stock_location l ON l.id = w.lot_stock_id
            WHERE w.active AND w.company_id = %s ORDER BY w.sequence, w.id""", company.id))


def stock_areas(env, company):
    """The locations below the main stock of each warehouse, without what planning must not use.

    Where production takes its components from or brings its goods to a place of its own, and no
    transfers lead there (production in one step), that place is stock as well.
    """
    return named_rows(env, "Area", "location_id warehouse_id", SQL(
        """WITH root AS (
               SELECT id AS warehouse_id, lot_stock_id AS location_id
                 FROM stock_warehouse WHERE active AND company_id = %(company)s
                UNION
               SELECT w.id, unnest(ARRAY[t.default_location_src_id, t.default_location_dest_id])
                 FROM stock_picking_type t JOIN stock_warehouse w ON w.id = t.warehouse_id
                WHERE t.active AND t.code = 'mrp_operation' AND w.active AND w.company_id = %(company)s
                  AND w.manufacture_steps = 'mrp_one_step')
           SELECT DISTINCT ON (l.id) l.id, root.warehouse_id
             FROM root
             JOIN stock_location place ON place.id = root.location_id
             JOIN stock_location l ON l.parent_path LIKE place.parent_path || '%%'
            WHERE l.usage IN ('internal', 'view')
              AND NOT EXISTS (SELECT FROM stock_location x
                               WHERE x.psms_plan_excluded AND l.parent_path LIKE x.parent_path || '%%')
            ORDER BY l.id, root.warehouse_id""", company=company.id))


def _area_table(areas):
    return SQL("unnest(%s::int[], %s::int[]) AS area(location_id, warehouse_id)",
               [area.location_id for area in areas], [area.warehouse_id for area in areas])


def products(env, company):
    """Every good, so that kits and components are known; planned or not. What is counted comes in whole units."""
    unit = env.ref("uom.product_uom_unit", raise_if_not_found=False)
    return named_rows(env, "Product", "id template_id category_id storable planned uom_factor countable cost", SQL(
        """SELECT p.id, t.id, t.categ_id, t.is_storable, t.is_storable AND COALESCE(t.psms_planned, FALSE),
                  u.factor::float8, COALESCE(u.parent_path LIKE unit.parent_path || '%%', FALSE),
                  COALESCE((p.standard_price ->> %s)::float8, 0)
             FROM product_product p
             JOIN product_template t ON t.id = p.product_tmpl_id
             JOIN uom_uom u ON u.id = t.uom_id
             LEFT JOIN uom_uom unit ON unit.id = %s
            WHERE t.type = 'consu' AND (t.company_id IS NULL OR t.company_id = %s)
            ORDER BY p.id""", str(company.id), unit.id if unit else None, company.id))


def stock_on_hand(env, areas):
    """Stock that a plan may use, by product and warehouse."""
    return named_rows(env, "Stock", "product_id warehouse_id quantity", SQL(
        """SELECT q.product_id, area.warehouse_id, SUM(q.quantity)::float8
             FROM stock_quant q JOIN %s ON area.location_id = q.location_id
            WHERE %s
            GROUP BY q.product_id, area.warehouse_id
            ORDER BY q.product_id, area.warehouse_id""", _area_table(areas), env["stock.quant"]._plan_condition()))


def open_moves(env, company, areas, tz, with_drafts):
    """Moves to be done that enter or leave the stock of a warehouse.

    A step that pushes on to a later one carries its final destination; where the later step is there
    already, that one crosses the border. Draft moves count with their draft production order only.
    """
    return named_rows(env, "Move", "id product_id quantity date from_warehouse_id to_warehouse_id reference demand_kind "
                 "supply_kind sale_line_id purchase_line_id production_id picking_id partner_id begun priority", SQL(
        """WITH area_from AS (SELECT * FROM %(areas)s), area_to AS (SELECT * FROM area_from)
           SELECT m.id, m.product_id, m.product_qty::float8,
                  (m.date AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date,
                  area_from.warehouse_id, area_to.warehouse_id, COALESCE(m.reference, m.origin, ''),
                  CASE WHEN area_to.warehouse_id IS NOT NULL OR dest.usage = 'transit' THEN 'transfer'
                       WHEN m.raw_material_production_id IS NOT NULL THEN 'component'
                       WHEN m.sale_line_id IS NOT NULL AND m.purchase_line_id IS NULL THEN 'sale'
                       ELSE 'other' END,
                  CASE WHEN m.purchase_line_id IS NOT NULL THEN 'purchase'
                       WHEN m.production_id IS NOT NULL AND m.product_id = mo.product_id THEN 'production'
                       WHEN m.production_id IS NOT NULL THEN 'byproduct'
                       WHEN area_from.warehouse_id IS NOT NULL OR src.usage = 'transit' THEN 'transfer'
                       ELSE 'other' END,
                  -- goods that come from another warehouse for a sale belong to the transfer
                  CASE WHEN src.usage != 'transit' THEN m.sale_line_id END,
                  m.purchase_line_id, mo.id, m.picking_id, COALESCE(m.partner_id, picking.partner_id),
                  m.production_id IS NOT NULL AND mo.state IN ('progress', 'to_close'),
                  CASE WHEN m.priority = '1' OR mo.priority = '1' THEN 0 ELSE 1 END
             FROM stock_move m
             JOIN stock_location src ON src.id = m.location_id
             JOIN stock_location dest ON dest.id = m.location_dest_id
             LEFT JOIN stock_picking picking ON picking.id = m.picking_id
             LEFT JOIN mrp_production mo ON mo.id = COALESCE(m.raw_material_production_id, m.production_id)
             LEFT JOIN area_from ON area_from.location_id = m.location_id
             LEFT JOIN area_to ON area_to.location_id = CASE
                  WHEN m.location_final_id IS NULL OR EXISTS (
                       SELECT FROM stock_move_move_rel r JOIN stock_move later ON later.id = r.move_dest_id
                        WHERE r.move_orig_id = m.id AND later.state != 'cancel'
                          AND later.location_id = m.location_dest_id)
                  THEN m.location_dest_id ELSE m.location_final_id END
            WHERE m.company_id = %(company)s AND m.product_qty > 0
              AND (m.state IN %(states)s
                   OR m.state = 'draft' AND mo.state = 'draft' AND (%(drafts)s OR EXISTS (
                      SELECT FROM psms_planned_order o WHERE o.production_id = mo.id)))
              AND area_from.warehouse_id IS DISTINCT FROM area_to.warehouse_id
            ORDER BY m.date, m.id""",
        areas=_area_table(areas), tz=tz, company=company.id,
        states=OPEN_MOVE_STATES, drafts=bool(with_drafts)))


def billed_needs(env, company):
    """{move of a component: what its production order needs of it by the bill, before Odoo rounds that up}."""
    return dict(env.execute_query(SQL(
        """SELECT m.id, (mo.product_qty * mu.factor / (b.product_qty * bu.factor)
                  * bl.product_qty * lu.factor / pu.factor / (1 - COALESCE(bl.psms_scrap, 0)))::float8
             FROM stock_move m
             JOIN mrp_production mo ON mo.id = m.raw_material_production_id
             JOIN uom_uom mu ON mu.id = mo.product_uom_id
             JOIN mrp_bom_line bl ON bl.id = m.bom_line_id AND bl.bom_id = mo.bom_id
             JOIN uom_uom lu ON lu.id = bl.product_uom_id
             JOIN product_template t ON t.id = bl.product_tmpl_id
             JOIN uom_uom pu ON pu.id = t.uom_id
             JOIN mrp_bom b ON b.id = bl.bom_id
             JOIN uom_uom bu ON bu.id = b.product_uom_id
            WHERE m.company_id = %s AND m.state NOT IN ('done', 'cancel')""", company.id)))


def arrived_moves(env, company):
    """Moves whose goods have left where they came from: all that goes before them is done."""
    return {move for [move] in env.execute_query(SQL(
        """SELECT m.id
             FROM stock_move m
             JOIN stock_move_move_rel r ON r.move_dest_id = m.id
             JOIN stock_move earlier ON earlier.id = r.move_orig_id AND earlier.state != 'cancel'
            WHERE m.company_id = %s AND m.state IN %s
            GROUP BY m.id HAVING bool_and(earlier.state = 'done')""", company.id, OPEN_MOVE_STATES))}


def sale_documents(env, company):
    """{sales line with open moves: (order, its name, its customer)}."""
    return {line: document for line, *document in env.execute_query(SQL(
        """SELECT l.id, o.id, o.name, o.partner_id
             FROM sale_order_line l JOIN sale_order o ON o.id = l.order_id
            WHERE l.id IN (SELECT sale_line_id FROM stock_move WHERE company_id = %s AND state IN %s)""",
        company.id, OPEN_MOVE_STATES))}


def purchase_documents(env, company):
    """{purchase line with open moves: (order, its name, its vendor)}."""
    return {line: document for line, *document in env.execute_query(SQL(
        """SELECT l.id, o.id, o.name, o.partner_id
             FROM purchase_order_line l JOIN purchase_order o ON o.id = l.order_id
            WHERE l.id IN (SELECT purchase_line_id FROM stock_move WHERE company_id = %s AND state IN %s)""",
        company.id, OPEN_MOVE_STATES))}


def open_rfq_lines(env, company, tz, with_drafts):
    return named_rows(env, "RfqLine", "id order_id partner_id product_id quantity date warehouse_id label", SQL(
        """SELECT l.id, o.id, o.partner_id, l.product_id, l.product_uom_qty::float8,
                  (l.date_planned AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date, t.warehouse_id, o.name
             FROM purchase_order_line l
             JOIN purchase_order o ON o.id = l.order_id
             JOIN stock_picking_type t ON t.id = o.picking_type_id
            WHERE o.company_id = %(company)s AND o.state IN %(states)s AND l.display_type IS NULL
              AND l.product_uom_qty > 0 AND t.code != 'dropship'
              AND (%(drafts)s OR EXISTS (
                  SELECT FROM psms_planned_order p WHERE p.purchase_line_id = l.id))
            ORDER BY l.date_planned, l.id""",
        tz=tz, company=company.id, states=OPEN_RFQ_STATES, drafts=bool(with_drafts)))


def vendors(env, company, day):
    """Valid vendor prices in Odoo's own order of preference, quantities in the product's unit."""
    return named_rows(env, "Vendor", "id partner_id template_id product_id min_quantity delay uom_ratio "
                 "price currency_id", SQL(
        """SELECT s.id, s.partner_id, s.product_tmpl_id, s.product_id, (s.min_qty * u.factor / pu.factor)::float8,
                  s.delay, (u.factor / pu.factor)::float8,
                  (s.price * (1 - COALESCE(s.discount, 0) / 100) * pu.factor / u.factor)::float8, s.currency_id
             FROM product_supplierinfo s
             JOIN res_partner v ON v.id = s.partner_id AND v.active
             JOIN product_template t ON t.id = s.product_tmpl_id
             JOIN uom_uom u ON u.id = s.product_uom_id
             JOIN uom_uom pu ON pu.id = t.uom_id
            WHERE (s.company_id IS NULL OR s.company_id = %(company)s)
              AND (s.date_start IS NULL OR s.date_start <= %(day)s)
              AND (s.date_end IS NULL OR s.date_end >= %(day)s)
            ORDER BY s.sequence, s.min_qty DESC, s.price, s.id""", company=company.id, day=day))


def orderpoints(env, company):
    """Reordering rules of the main stock: where safety stock and preferences are kept in Odoo."""
    return named_rows(env, "Orderpoint", "product_id warehouse_id min_quantity max_quantity uom_ratio "
                 "route_id vendor_id bom_id", SQL(
        """SELECT o.product_id, o.warehouse_id, o.product_min_qty::float8, o.product_max_qty::float8,
                  (u.factor / pu.factor)::float8, o.route_id, s.partner_id, o.bom_id
             FROM stock_warehouse_orderpoint o
             JOIN stock_warehouse w ON w.id = o.warehouse_id AND w.lot_stock_id = o.location_id
             JOIN product_product p ON p.id = o.product_id
             JOIN product_template t ON t.id = p.product_tmpl_id
             JOIN uom_uom pu ON pu.id = t.uom_id
             LEFT JOIN uom_uom u ON u.id = o.replenishment_uom_id
             LEFT JOIN product_supplierinfo s ON s.id = o.supplier_id
            WHERE o.active AND o.company_id = %s ORDER BY o.id""", company.id))


def rules(env, company):
    return named_rows(env, "Rule", "id action destination_id route_id warehouse_id supplier_warehouse_id "
                 "delay sequence route_sequence procure_method", SQL(
        """SELECT r.id, r.action, r.location_dest_id, r.route_id, r.warehouse_id, route.supplier_wh_id,
                  COALESCE(r.delay, 0), r.sequence, route.sequence, r.procure_method
             FROM stock_rule r JOIN stock_route route ON route.id = r.route_id
            WHERE r.active AND route.active AND r.action != 'push'
              AND (r.company_id IS NULL OR r.company_id = %s)
            ORDER BY route.sequence, r.sequence, r.id""", company.id))


def routes(env):
    """Routes by product template, category (its parents' included) and warehouse."""
    def grouped(query):
        return {key: tuple(ids) for key, ids in env.execute_query(query)}
    by_template = grouped(SQL(
        "SELECT product_id, array_agg(route_id ORDER BY route_id) FROM stock_route_product GROUP BY product_id"))
    by_category = grouped(SQL(
        """SELECT c.id, array_agg(DISTINCT r.route_id)
             FROM product_category c
             JOIN product_category p ON c.parent_path LIKE p.parent_path || '%%'
             JOIN stock_route_categ r ON r.categ_id = p.id
            GROUP BY c.id"""))
    by_warehouse = grouped(SQL(
        "SELECT warehouse_id, array_agg(route_id ORDER BY route_id) FROM stock_route_warehouse GROUP BY warehouse_id"))
    return by_template, by_category, by_warehouse


def firm_orders(env, company):
    """Planned orders that a planner has fixed: they go from plan to plan until they are released."""
    return named_rows(env, "FirmOrder", "id product_id warehouse_id quantity release_date due_date", SQL(
        """SELECT o.id, i.product_id, i.warehouse_id, o.quantity, o.release_date, o.due_date
             FROM psms_planned_order o
             JOIN psms_plan_item i ON i.id = o.item_id
             JOIN psms_plan p ON p.id = i.plan_id
            WHERE o.state = 'firm' AND i.company_id = %s AND p.state != 'scenario' ORDER BY o.id""", company.id))


def parameters(env, company):
    return named_rows(env, "Parameter", "id product_id category_id warehouse_id lot_rule lot_days lot_min lot_multiple lot_max "
                 "safety_stock security_days fence_days demand_fence_days expedite_limited expedite_days planner_id", SQL(
        """SELECT id, product_id, category_id, warehouse_id, lot_rule, COALESCE(lot_days, 0),
                  COALESCE(lot_min, 0)::float8, COALESCE(lot_multiple, 0)::float8, COALESCE(lot_max, 0)::float8,
                  COALESCE(safety_stock, 0)::float8, COALESCE(security_days, 0),
                  COALESCE(fence_days, 0), COALESCE(demand_fence_days, 0), COALESCE(expedite_limited, FALSE),
                  COALESCE(expedite_days, 0), planner_id
             FROM psms_plan_parameter WHERE company_id = %s ORDER BY id""", company.id))


def category_chains(env):
    """{category: (itself, its parent, ..., the topmost)}."""
    return {category: tuple(ancestors[::-1]) for category, ancestors in env.execute_query(SQL(
        "SELECT id, string_to_array(trim(trailing '/' FROM parent_path), '/')::int[] FROM product_category"))}


def vendor_schedules(env):
    """{vendor: its working schedule}, also for the addresses of a vendor that has one."""
    return dict(env.execute_query(SQL(
        """SELECT p.id, COALESCE(p.psms_calendar_id, parent.psms_calendar_id)
             FROM res_partner p LEFT JOIN res_partner parent ON parent.id = p.commercial_partner_id
            WHERE COALESCE(p.psms_calendar_id, parent.psms_calendar_id) IS NOT NULL""")))


def forecasts(env, company, since):
    return named_rows(env, "Forecast", "id product_id warehouse_id week_start quantity", SQL(
        """SELECT f.id, f.product_id, f.warehouse_id, f.week_start, f.quantity::float8
             FROM psms_forecast f JOIN stock_warehouse w ON w.id = f.warehouse_id AND w.active
            WHERE f.company_id = %s AND f.week_start >= %s AND f.quantity > 0
            ORDER BY f.week_start, f.id""", company.id, since))


def shipped_sales(env, company, areas, tz, since):
    """What sales orders have taken out of the stock, by the day that it was promised for."""
    return named_rows(env, "Shipped", "product_id warehouse_id date quantity", SQL(
        """SELECT m.product_id, area.warehouse_id, day.promised, SUM(m.product_qty)::float8
             FROM stock_move m
             JOIN %(areas)s ON area.location_id = m.location_id
             CROSS JOIN LATERAL (SELECT (
                  COALESCE(m.date_deadline - make_interval(days => %(lead)s), m.date)
                  AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS promised) day
            WHERE m.company_id = %(company)s AND m.state = 'done' AND m.sale_line_id IS NOT NULL
              AND m.location_dest_id NOT IN (SELECT location_id FROM %(areas)s)
              AND m.date >= %(since)s::date - 90 AND day.promised >= %(since)s
            GROUP BY m.product_id, area.warehouse_id, day.promised
            ORDER BY m.product_id, area.warehouse_id, day.promised""",
        areas=_area_table(areas), lead=int(company.security_lead or 0), tz=tz, company=company.id, since=since))


def made_to_order(env, company):
    """Demands that a purchase or production was made for: {ref of the demand: ref of the supply}.

    `supply` None: it has arrived, `quantity` of it is reserved for the demand.
    """
    return named_rows(env, "Link", "demand supply quantity", SQL(
        """WITH wanted AS (
               SELECT id, product_id, (quantity * product_qty / NULLIF(product_uom_qty, 0))::float8 AS reserved
                 FROM stock_move
                WHERE company_id = %s AND procure_method = 'make_to_order' AND state IN %s)
           SELECT 'move:' || wanted.id, CASE WHEN s.state != 'done' THEN 'move:' || s.id END,
                  CASE WHEN s.state = 'done' THEN wanted.reserved END
             FROM wanted
             JOIN stock_move_move_rel r ON r.move_dest_id = wanted.id
             JOIN stock_move s ON s.id = r.move_orig_id AND s.product_id = wanted.product_id
                  AND s.state != 'cancel' AND (s.state != 'done' OR wanted.reserved > 0)
            UNION
           SELECT 'move:' || wanted.id, 'rfq:' || r.created_purchase_line_id, NULL
             FROM wanted JOIN stock_move_created_purchase_line_rel r ON r.move_id = wanted.id
            ORDER BY 1, 2 NULLS LAST""", company.id, OPEN_MOVE_STATES))
