from odoo import fields, models
from odoo.tools import SQL


class PsmsStockTransit(models.Model):
    """What lies in transit now, by the transfer that sent it: read from stock and done moves, nothing is stored.

    Goods of one product and lot leave transit in the order in which they came, so what is left was
    sent by the latest transfers.
    """

    _name = "psms.stock.transit"
    _description = "Goods in Transit"
    _auto = False
    _order = "since, id"
    _rec_name = "product_id"

    product_id = fields.Many2one("product.product", string="Product", readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    lot_id = fields.Many2one("stock.lot", string="Lot/Serial Number", readonly=True)
    quantity = fields.Float(digits="Product Unit", readonly=True)
    since = fields.Datetime(string="Sent On", readonly=True)
    days = fields.Integer(string="Days Under Way", readonly=True, aggregator="max")
    location_id = fields.Many2one("stock.location", string="Transit Location", readonly=True)
    from_warehouse_id = fields.Many2one("stock.warehouse", string="From", readonly=True)
    to_warehouse_id = fields.Many2one("stock.warehouse", string="To", readonly=True)
    out_picking_id = fields.Many2one("stock.picking", string="Sent By", readonly=True)
    in_picking_id = fields.Many2one("stock.picking", string="Received By", readonly=True)
    expected = fields.Datetime(string="Expected On", readonly=True)
    state = fields.Selection(
        [("under_way", "Under way"), ("late", "Late"), ("missing", "No receipt open")], readonly=True,
        help="No receipt open: the receipt was closed without these goods; they were not received and still belong to "
             "the company.",
    )
    company_id = fields.Many2one("res.company", string="Company", readonly=True)

    @property
    def _table_query(self):
        return SQL("""
            WITH lying AS (
                SELECT quant.product_id, quant.lot_id, quant.location_id, SUM(quant.quantity) AS quantity
                  FROM stock_quant quant
                  JOIN stock_location place ON place.id = quant.location_id AND place.usage = 'transit'
                 WHERE quant.quantity > 0
              GROUP BY 1, 2, 3
            ), sent AS (
                SELECT line.id, line.product_id, line.lot_id, line.location_dest_id, line.location_id AS from_id, line.date,
                       line.picking_id, line.move_id, line.company_id, line.quantity_product_uom AS quantity,
                       lying.quantity AS left_over,
                       SUM(line.quantity_product_uom) OVER (
                           PARTITION BY line.product_id, line.lot_id, line.location_dest_id
                           ORDER BY line.date DESC, line.id DESC) AS newer
                  FROM lying
                  JOIN stock_move_line line ON line.product_id = lying.product_id
                       AND line.location_dest_id = lying.location_id AND line.lot_id IS NOT DISTINCT FROM lying.lot_id
                 WHERE line.state = 'done' AND line.location_id <> line.location_dest_id
            )
            SELECT sent.id, sent.product_id, sent.lot_id, sent.location_dest_id AS location_id, sent.date AS since,
                   (now() AT TIME ZONE 'UTC')::date - sent.date::date AS days,
                   LEAST(sent.quantity, sent.left_over - sent.newer + sent.quantity) AS quantity,
                   source.warehouse_id AS from_warehouse_id, goal.warehouse_id AS to_warehouse_id,
                   sent.picking_id AS out_picking_id, receipt.picking_id AS in_picking_id, receipt.date AS expected,
                   CASE WHEN receipt.picking_id IS NULL THEN 'missing'
                        WHEN receipt.date < now() AT TIME ZONE 'UTC' THEN 'late'
                        ELSE 'under_way' END AS state,
                   sent.company_id
              FROM sent
              JOIN stock_location source ON source.id = sent.from_id
         LEFT JOIN LATERAL (
                    SELECT next.picking_id, next.date
                      FROM stock_move_move_rel rel
                      JOIN stock_move next ON next.id = rel.move_dest_id AND next.state NOT IN ('done', 'cancel')
                     WHERE rel.move_orig_id = sent.move_id
                  ORDER BY next.date, next.id LIMIT 1) receipt ON TRUE
         LEFT JOIN LATERAL (
                    SELECT place.warehouse_id
                      FROM stock_move_move_rel rel
                      JOIN stock_move next ON next.id = rel.move_dest_id
                      JOIN stock_location place ON place.id = next.location_dest_id
                     WHERE rel.move_orig_id = sent.move_id
                  ORDER BY next.id LIMIT 1) goal ON TRUE
             WHERE sent.left_over > sent.newer - sent.quantity
        """)

    # === ACTIONS === #

    def action_open_receipt(self):
        """Open the transfer that receives these goods, or the one that sent them when none does."""
        self.ensure_one()
        picking = self.in_picking_id or self.out_picking_id
        return {
            "type": "ir.actions.act_window", "res_model": "stock.picking", "res_id": picking.id,
            "view_mode": "form", "views": [(False, "form")],
        }
