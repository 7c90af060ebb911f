"""The statements that read bills of materials for a plan: one each, whatever the number of products (see plan_queries.py)."""
from odoo.tools import SQL

from .plan_queries import named_rows


def boms(env, company):
    """Bills in Odoo's own order of preference."""
    return named_rows(env, "Bom", "id kind template_id product_id quantity uom_id uom_factor lead_days "
                 "warehouse_id batch_size", SQL(
        """SELECT b.id, b.type, b.product_tmpl_id, b.product_id, b.product_qty::float8, b.product_uom_id, u.factor::float8,
                  COALESCE(b.produce_delay, 0), t.warehouse_id,
                  CASE WHEN b.enable_batch_size THEN b.batch_size ELSE 0 END::float8
             FROM mrp_bom b
             JOIN uom_uom u ON u.id = b.product_uom_id
             LEFT JOIN stock_picking_type t ON t.id = b.picking_type_id
            WHERE b.active AND (b.company_id IS NULL OR b.company_id = %s)
            ORDER BY b.sequence, b.product_id, b.id""", company.id))


def bom_lines(env):
    """Bill lines in the unit of their component, with the attribute values that they are limited to."""
    return named_rows(env, "BomLine", "id bom_id product_id quantity scrap values", SQL(
        """SELECT l.id, l.bom_id, l.product_id, (l.product_qty * lu.factor / pu.factor)::float8,
                  COALESCE(l.psms_scrap, 0)::float8, v.ids
             FROM mrp_bom_line l
             JOIN mrp_bom b ON b.id = l.bom_id AND b.active
             JOIN product_product p ON p.id = l.product_id
             JOIN product_template t ON t.id = p.product_tmpl_id
             JOIN uom_uom lu ON lu.id = l.product_uom_id
             JOIN uom_uom pu ON pu.id = t.uom_id
             LEFT JOIN (SELECT mrp_bom_line_id, array_agg(product_template_attribute_value_id) AS ids
                          FROM mrp_bom_line_product_template_attribute_value_rel
                         GROUP BY mrp_bom_line_id) v ON v.mrp_bom_line_id = l.id
            ORDER BY l.bom_id, l.sequence, l.id"""))


def bom_attribute_values(env):
    """The attribute behind each attribute value that limits a bill line: {value: (attribute, create_variant)}."""
    return {value: (attribute, create_variant) for value, attribute, create_variant in env.execute_query(SQL(
        """SELECT DISTINCT v.id, v.attribute_id, a.create_variant
             FROM mrp_bom_line_product_template_attribute_value_rel r
             JOIN product_template_attribute_value v ON v.id = r.product_template_attribute_value_id
             JOIN product_attribute a ON a.id = v.attribute_id"""))}


def variant_values(env):
    """Attribute values of the variants whose template has a bill with limited lines: {product: {value}}."""
    return {product: set(values) for product, values in env.execute_query(SQL(
        """SELECT c.product_product_id, array_agg(c.product_template_attribute_value_id)
             FROM product_variant_combination c
             JOIN product_product p ON p.id = c.product_product_id
            WHERE p.product_tmpl_id IN (
                  SELECT v.product_tmpl_id
                    FROM mrp_bom_line_product_template_attribute_value_rel r
                    JOIN product_template_attribute_value v ON v.id = r.product_template_attribute_value_id)
            GROUP BY c.product_product_id"""))}


def bill_schedules(env):
    """{bill: working schedules of the work centres of its operations}."""
    return dict(env.execute_query(SQL(
        """SELECT o.bom_id, array_agg(DISTINCT w.resource_calendar_id)
             FROM mrp_routing_workcenter o JOIN mrp_workcenter w ON w.id = o.workcenter_id
            WHERE o.active AND w.resource_calendar_id IS NOT NULL
            GROUP BY o.bom_id""")))


def byproducts(env):
    """{bill: its by-products}."""
    return dict(env.execute_query(SQL(
        "SELECT bom_id, array_agg(DISTINCT product_id) FROM mrp_bom_byproduct WHERE product_qty > 0 GROUP BY bom_id")))
