from odoo import api, fields, models

from odoo.addons.psms_stock.services import guard, guard_pairs

from ..services import walk
from ..services.route import METRES


class StockPickingBatch(models.Model):
    _inherit = "stock.picking.batch"

    release_id = fields.Many2one(
        "psms.pick.release", string="Release", readonly=True, copy=False, index="btree_not_null", ondelete="set null")
    pick_method = fields.Selection(
        [("order", "Order picking"), ("batch", "Batch picking"), ("cluster", "Cluster picking"), ("zone", "Zone picking")],
        string="Picking Method", readonly=True, copy=False,
    )
    pick_zone_id = fields.Many2one(
        "psms.stock.zone", string="Zone", readonly=True, copy=False, index="btree_not_null", ondelete="set null")
    path_line_ids = fields.One2many(
        "stock.move.line", string="Pick Path", compute="_compute_path", help="What to pick, in walking order.")
    route_before = fields.Float(
        string="Way in Order of Documents", compute="_compute_path", digits=(16, 1),
        help="Length of one walk through the bins in the order in which the transfers list them, from the door and back.")
    route_after = fields.Float(
        string="Way in Walking Order", compute="_compute_path", digits=(16, 1),
        help="Length of the same walk in walking order.")
    route_saving = fields.Float(string="Saving", compute="_compute_path")
    route_unit = fields.Char(
        compute="_compute_path",
        help="Metres where all bins have an aisle and a rack, otherwise the number of bins that one passes.")
    pick_line_count = fields.Integer(string="Lines", compute="_compute_pick_progress")
    pick_progress = fields.Integer(string="Picked (%)", compute="_compute_pick_progress")
    pick_exception_count = fields.Integer(string="Open Exceptions", compute="_compute_pick_exception_count")

    # === COMPUTE METHODS === #

    @api.depends("picking_ids.move_line_ids.location_id", "picking_ids.move_line_ids.quantity")
    def _compute_path(self):
        way = walk.Walk(self.env, self.picking_ids.move_line_ids.location_id)
        units = {METRES: self.env._("m"), "bins": self.env._("bins passed")}
        for batch in self:
            lines = batch.picking_ids.move_line_ids.filtered("quantity")
            route = way.route(walk.document_order(lines))
            batch.path_line_ids = lines.sorted(way.key)
            batch.route_before, batch.route_after = route.before, route.after
            batch.route_saving, batch.route_unit = route.saving, units[route.unit]

    @api.depends("picking_ids.move_line_ids.picked", "picking_ids.move_line_ids.quantity")
    def _compute_pick_progress(self):
        counts = dict.fromkeys(self.ids, (0, 0))
        groups = self.env["stock.move.line"]._read_group(
            [("picking_id.batch_id", "in", self.ids), ("quantity", ">", 0)], ["picking_id", "picked"], ["__count"])
        for picking, picked, count in groups:
            lines, done = counts[picking.batch_id.id]
            counts[picking.batch_id.id] = (lines + count, done + count * picked)
        for batch in self:
            lines, done = counts.get(batch.id, (0, 0))
            batch.pick_line_count = lines
            batch.pick_progress = 100 * done // lines if lines else 0

    def _compute_pick_exception_count(self):
        counts = dict(self.env["psms.pick.exception"]._read_group(
            [("batch_id", "in", self.ids), ("state", "=", "open")], ["batch_id"], ["__count"]))
        for batch in self:
            batch.pick_exception_count = counts.get(batch, 0)

    # === ACTIONS === #

    def action_done(self):
        guard.enter(self.env, "stock.picking.batch.action_done", lambda: guard_pairs.of_pickings(self.picking_ids))
        return super().action_done()

    def action_open_exceptions(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("psms_picking.action_psms_pick_exception")
        action.update(domain=[("batch_id", "in", self.ids)], context={})
        return action

    def action_print_pick_list(self):
        return self.env["psms.document.pick_list"]._document_action(self.picking_ids)

    def action_print_packing_list(self):
        return self.env["psms.document.packing_list"]._document_action(self.picking_ids)

    def action_export_packing_list(self):
        return self.env["psms.document.packing_list"]._document_action(self.picking_ids, "xlsx")

    def action_print_shipping_marks(self):
        return self.env["psms.document.shipping_mark"]._document_action(self.picking_ids)
