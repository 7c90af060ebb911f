from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.psms_base.services.calendar import local_date

from ..services import relocate, slotting


class PsmsStockSlotting(models.Model):
    """Advice on where goods should lie; services/slotting.py finds it, supervisors follow or ignore it."""

    _name = "psms.stock.slotting"
    _description = "Slotting Advice"
    _order = "saving desc, id"
    _rec_name = "product_id"

    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True, index=True, ondelete="cascade")
    warehouse_id = fields.Many2one("stock.warehouse", "Warehouse", required=True, readonly=True, index=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", "Product", required=True, readonly=True, index=True, ondelete="cascade")
    location_id = fields.Many2one("stock.location", "From", required=True, readonly=True, index=True, ondelete="cascade")
    location_dest_id = fields.Many2one("stock.location", "To", required=True, readonly=True, index=True, ondelete="cascade")
    swap_product_id = fields.Many2one(
        "product.product", "In Exchange With", readonly=True, index="btree_not_null", ondelete="cascade",
        help="Lies in the other bin now and takes the place of the product.")
    quantity = fields.Float("Quantity", digits="Product Unit", readonly=True)
    picks = fields.Integer("Picks", readonly=True)
    swap_picks = fields.Integer("Picks of the Other", readonly=True)
    saving = fields.Integer("Way Saved", readonly=True, help="Steps of the walking order, over the days that classes look back.")
    reason = fields.Text("Why", compute="_compute_reason")
    computed_on = fields.Date("As Of", readonly=True)
    state = fields.Selection([("open", "To Decide"), ("moved", "Transfer made"), ("ignored", "Ignored")], "Status",
                             required=True, readonly=True, default="open")
    picking_id = fields.Many2one("stock.picking", "Transfer", readonly=True, index="btree_not_null", ondelete="set null")

    @api.depends("picks", "swap_picks", "saving")
    def _compute_reason(self):
        for row in self:
            words = {
                "picks": row.picks, "days": row.company_id.psms_class_days, "here": row.location_id.walk_order,
                "there": row.location_dest_id.walk_order, "other": row.swap_product_id.display_name, "few": row.swap_picks,
            }
            if row.swap_product_id:
                row.reason = self.env._(
                    "Picked %(picks)s times in %(days)s days at place %(here)s of the walking order; at place %(there)s lies "
                    "%(other)s, picked %(few)s times.", **words)
            else:
                row.reason = self.env._(
                    "Picked %(picks)s times in %(days)s days at place %(here)s of the walking order; place %(there)s is empty.",
                    **words)

    # === ACTIONS === #

    def action_compute(self):
        """Look again, in every warehouse of the companies at hand; what was ignored stays ignored."""
        self._check_supervisor()
        for warehouse in self.env["stock.warehouse"].search([("company_id", "in", self.env.companies.ids)]):
            self._advise(warehouse, local_date(warehouse.company_id, fields.Datetime.now()))
        return True

    @api.model
    def _advise(self, warehouse, day):
        # sudo: nobody may write advice by hand, this model does
        rows = self.sudo()
        rows.search([("warehouse_id", "=", warehouse.id), ("state", "=", "open")]).unlink()
        ignored = {(row.product_id.id, row.location_id.id) for row in rows.search(
            [("warehouse_id", "=", warehouse.id), ("state", "=", "ignored")])}
        return rows.create([{
            "company_id": warehouse.company_id.id, "warehouse_id": warehouse.id, "computed_on": day,
            **vars(advice), "swap_product_id": advice.swap_product_id or False,
        } for advice in slotting.advise(self.env, warehouse, day) if (advice.product_id, advice.location_id) not in ignored])

    def action_move(self):
        """Make the transfers that follow the advice; an exchange is one transfer for each way."""
        self._check_supervisor()
        pickings = self.env["stock.picking"]
        for row in self.filtered(lambda row: row.state == "open"):
            picking = row._move(row.product_id, row.location_id, row.location_dest_id)
            if row.swap_product_id:
                picking += row._move(row.swap_product_id, row.location_dest_id, row.location_id)
            pickings += picking
            row.sudo().write({"state": "moved", "picking_id": picking[:1].id})  # sudo: as in _advise
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.action_picking_tree_all")
        action.update(domain=[("id", "in", pickings.ids)], context={})
        return action

    def _move(self, product, source, dest):
        quants = self.env["stock.quant"].search([("product_id", "=", product.id), ("location_id", "=", source.id)])
        parts = [(quant, quant.available_quantity) for quant in quants if quant.available_quantity > 0]
        if not parts:
            raise UserError(self.env._(
                "Nothing of %(product)s is free in %(bin)s any more. Look for advice again.",
                product=product.display_name, bin=source.display_name))
        return relocate.move(parts, dest, at_once=False)

    def action_ignore(self):
        """Leave these goods where they are, whatever is found from now on."""
        self._check_supervisor()
        self.sudo().write({"state": "ignored"})  # sudo: as in _advise
        return True

    def _check_supervisor(self):
        if not self.env.user.has_group("psms_base.group_warehouse_supervisor"):
            raise AccessError(self.env._("Only warehouse supervisors may decide on slotting. Ask one of them."))
        self.check_access("read")
