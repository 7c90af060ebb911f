from odoo import api, fields, models
from odoo.exceptions import UserError

from ..services import pack, walk
from ..services.cutoff import ship_by


class StockPicking(models.Model):
    _inherit = "stock.picking"

    ship_by = fields.Datetime(
        compute="_compute_ship_by", help="Cut-off of the day for which this transfer is scheduled.")
    path_line_ids = fields.One2many(
        "stock.move.line", string="Pick Path", compute="_compute_path_line_ids", help="What to pick, in walking order.")
    split_root_id = fields.Many2one(
        "stock.picking", string="Split From", readonly=True, copy=False, index="btree_not_null", ondelete="set null",
        help="The transfer of which zone picking has taken this part.",
    )
    split_note = fields.Char(string="Other Parts", compute="_compute_split_note")
    pick_exception_count = fields.Integer(string="Open Exceptions", compute="_compute_pick_exception_count")
    pack_state = fields.Selection(
        [("none", "Nothing packed"), ("partial", "Partly packed"), ("done", "All packed")],
        string="Packing", compute="_compute_pack_state",
    )

    @api.depends("scheduled_date", "picking_type_id.cutoff_hour", "company_id")
    def _compute_ship_by(self):
        for picking in self:
            tz = (picking.company_id or self.env.company)._psms_timezone()
            picking.ship_by = picking.scheduled_date and ship_by(picking.scheduled_date, picking._cutoff_hour(), tz)

    def _cutoff_hour(self):
        """Return the hour by which this transfer must leave; the carrier's, where there are carriers."""
        return self.picking_type_id.cutoff_hour

    @api.depends("move_line_ids.location_id", "move_line_ids.quantity")
    def _compute_path_line_ids(self):
        way = walk.Walk(self.env, self.move_line_ids.location_id)
        for picking in self:
            picking.path_line_ids = picking.move_line_ids.filtered("quantity").sorted(way.key)

    @api.depends("split_root_id", "state")
    def _compute_split_note(self):
        roots = self.split_root_id | self
        parts = self.search([("split_root_id", "in", roots.ids), ("state", "!=", "cancel")]) | roots
        by_root = parts.grouped(lambda part: part.split_root_id or part)
        for picking in self:
            others = by_root.get(picking.split_root_id or picking, self.browse()) - picking
            picking.split_note = ", ".join(
                f"{part.name} ({dict(part._fields['state']._description_selection(self.env))[part.state]})"
                for part in others.sorted("id") if part.state != "cancel")

    def _compute_pick_exception_count(self):
        counts = dict(self.env["psms.pick.exception"]._read_group(
            [("picking_id", "in", self.ids), ("state", "=", "open")], ["picking_id"], ["__count"]))
        for picking in self:
            picking.pick_exception_count = counts.get(picking, 0)

    @api.depends("move_line_ids.result_package_id", "move_line_ids.quantity")
    def _compute_pack_state(self):
        for picking in self:
            lines = picking.move_line_ids.filtered("quantity")
            packed = lines.filtered("result_package_id")
            picking.pack_state = "none" if not packed else "done" if packed == lines else "partial"

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        if self.env.context.get("psms_zone_split"):
            # Odoo splits a transfer by copying it: the parts meet again at packing.
            for picking, vals in zip(self, vals_list, strict=True):
                vals["split_root_id"] = (picking.split_root_id or picking).id
        return vals_list

    def _pre_action_done_hook(self):
        for picking in self.filtered("picking_type_id.require_packing"):
            if problems := pack.problems(picking):
                raise UserError(self.env._(
                    "%(transfer)s is not packed as it should be:\n%(problems)s\n"
                    "Pack and weigh again, or ask the supervisor to switch off \"Check Packing\" of this operation type.",
                    transfer=picking.name, problems="\n".join(problems),
                ))
        return super()._pre_action_done_hook()

    # === ACTIONS === #

    def action_psms_pack(self):
        """Open the packing station on this transfer."""
        self.ensure_one()
        return self.env["psms.pack"]._open(self)

    def action_open_exceptions(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("psms_picking.action_psms_pick_exception")
        action.update(domain=[("picking_id", "in", self.ids)], context={})
        return action

    def action_print_pick_list(self):
        return self.env["psms.document.pick_list"]._document_action(self)

    def action_print_packing_list(self):
        return self.env["psms.document.packing_list"]._document_action(self)

    def action_export_packing_list(self):
        return self.env["psms.document.packing_list"]._document_action(self, "xlsx")

    def action_print_shipping_marks(self):
        return self.env["psms.document.shipping_mark"]._document_action(self)
