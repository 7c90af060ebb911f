"""Revenue and cost of customer invoices, line by line."""

from odoo.fields import Domain
from odoo.tools import SQL


def line_domain(company, first, last):
    """Return the domain of the invoice lines dated in these days."""
    return Domain([
        ("company_id", "=", company.id),
        ("parent_state", "=", "posted"),
        ("move_id.move_type", "in", ("out_invoice", "out_refund")),
        ("move_id.invoice_date", ">=", first),
        ("move_id.invoice_date", "<=", last),
        ("display_type", "=", "product"),
        # A down payment counts when the goods are invoiced.
        ("sale_line_ids", "not any", [("is_downpayment", "=", True)]),
    ])


def line_margins(lines):
    """Return SQL with a row for each invoice line: ``id, invoice_date, revenue, cost``.

    In company currency, credit notes negative. The unit cost is that of the goods delivered for
    the sales order lines behind the invoice line; kits too, since the quantity delivered is that
    of the kit and the value that of its components.

    :param lines: SQL of the ids of the invoice lines
    """
    return SQL(
        """
        SELECT l.id, i.invoice_date, -l.balance AS revenue,
               CASE WHEN i.move_type = 'out_refund' THEN -1 ELSE 1 END * l.quantity * COALESCE(iu.factor / pu.factor, 1)
                   * COALESCE(delivered.unit_cost, (p.standard_price ->> l.company_id::text)::float, 0) AS cost
          FROM account_move_line l
          JOIN account_move i ON i.id = l.move_id
          LEFT JOIN product_product p ON p.id = l.product_id
          LEFT JOIN product_template t ON t.id = p.product_tmpl_id
          LEFT JOIN uom_uom pu ON pu.id = t.uom_id
          LEFT JOIN uom_uom iu ON iu.id = l.product_uom_id
          LEFT JOIN LATERAL (
               SELECT sum(moved.value) / NULLIF(sum(s.qty_delivered * su.factor / pu.factor), 0) AS unit_cost
                 FROM sale_order_line_invoice_rel rel
                 JOIN sale_order_line s ON s.id = rel.order_line_id
                 JOIN uom_uom su ON su.id = s.product_uom_id
                 JOIN LATERAL (
                      SELECT sum(m.value * CASE WHEN m.is_out THEN 1 ELSE -1 END) AS value
                        FROM stock_move m
                        JOIN stock_location source ON source.id = m.location_id
                        JOIN stock_location target ON target.id = m.location_dest_id
                       WHERE m.sale_line_id = s.id AND m.state = 'done'
                         AND (m.is_out AND target.usage = 'customer'
                              OR m.is_in AND source.usage = 'customer' AND m.to_refund)
                      ) AS moved ON moved.value IS NOT NULL
                WHERE rel.invoice_line_id = l.id
               ) AS delivered ON true
         WHERE l.id IN (%s)
        """,
        lines,
    )
