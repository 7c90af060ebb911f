from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import float_repr

from odoo.addons.psms_stock.models.psms_stock_class import ABC

from ..services import enter, judge, rights
from ..services.numbers import read_sum

#: what people may write themselves
OWN = {"entry", "reason_id", "note"}
KEY = "COALESCE(product_id, 0), COALESCE(lot_id, 0), COALESCE(package_id, 0), COALESCE(owner_id, 0)"


class PsmsCountLine(models.Model):
    """One product (lot, package, owner) in one bin: what the book said, who counted what, what came of it."""

    _name = "psms.count.line"
    _description = "Line of a Stock Count"
    _order = "count_id desc, sequence, id"
    _rec_names_search = ["product_id", "location_id", "lot_id"]

    count_id = fields.Many2one("psms.count", "Count", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="count_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    warehouse_id = fields.Many2one(related="count_id.warehouse_id", store=True)
    count_state = fields.Selection(related="count_id.state", string="Status of the Count")
    blind = fields.Boolean(related="count_id.blind")
    state = fields.Selection(
        [
            ("open", "To Count"),
            ("counted", "Counted Once"),
            ("recount", "Second Count"),
            ("recounted", "Counted Twice"),
            ("posted", "Posted"),
            ("failed", "Not Posted"),
            ("left_out", "Left Out"),
        ], "Status", required=True, readonly=True, default="open", index=True)
    kind = fields.Selection(
        [("stock", "In the book"), ("found", "Found"), ("empty", "Empty bin")], required=True, readonly=True,
        default="stock")
    sequence = fields.Integer("Walking Order", readonly=True)
    message = fields.Char("Why It Could Not Be Posted", readonly=True)

    # what is counted
    location_id = fields.Many2one("stock.location", "Bin", required=True, readonly=True, index=True, ondelete="restrict")
    product_id = fields.Many2one("product.product", "Product", readonly=True, index="btree_not_null", ondelete="restrict")
    lot_id = fields.Many2one("stock.lot", "Lot/Serial Number", readonly=True, index="btree_not_null", ondelete="restrict")
    package_id = fields.Many2one("stock.package", "Package", readonly=True, ondelete="restrict")
    owner_id = fields.Many2one("res.partner", "Owner", readonly=True, ondelete="restrict")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    tracking = fields.Selection(related="product_id.tracking")
    zone_id = fields.Many2one("psms.stock.zone", "Zone", readonly=True, ondelete="set null", index="btree_not_null")
    abc = fields.Selection(ABC, "ABC by Value", readonly=True)

    # what people enter
    entry = fields.Char(
        "Counted Quantity", compute="_compute_entry", inverse="_inverse_entry",
        help="What was counted in this round, also as a sum: 24+24+7.")
    reason_id = fields.Many2one("psms.count.reason", "Reason", index="btree_not_null", ondelete="restrict")
    note = fields.Char()
    first_by_id = fields.Many2one("res.users", "First Count By", readonly=True, ondelete="restrict")
    first_at = fields.Datetime("First Count", readonly=True)
    second_by_id = fields.Many2one("res.users", "Second Count By", readonly=True, ondelete="restrict")
    second_at = fields.Datetime("Second Count At", readonly=True)
    first_qty = fields.Float("First Quantity", digits="Product Unit", readonly=True, groups=rights.INSIGHT, aggregator=None)
    second_qty = fields.Float("Second Quantity", digits="Product Unit", readonly=True, groups=rights.INSIGHT, aggregator=None)

    # what the book says; who counts a blind count sees nothing of it
    shown_book_qty = fields.Float(
        "In the Book", digits="Product Unit", compute="_compute_shown_book_qty", aggregator=None,
        help="At the beginning of the count. Nothing in blind counts.")
    book_qty = fields.Float("Book Quantity", digits="Product Unit", readonly=True, groups=rights.INSIGHT, aggregator=None)
    first_book = fields.Float("Book at First Count", digits="Product Unit", readonly=True, groups=rights.INSIGHT, aggregator=None)
    second_book = fields.Float("Book at Second Count", digits="Product Unit", readonly=True, groups=rights.INSIGHT,
                               aggregator=None)
    posted_book = fields.Float("Book When Posted", digits="Product Unit", readonly=True, groups=rights.INSIGHT, aggregator=None)
    seen_move_line = fields.Integer(readonly=True, groups=rights.INSIGHT, aggregator=None)
    final_qty = fields.Float("Final Quantity", digits="Product Unit", compute="_compute_difference", store=True,
                             groups=rights.INSIGHT, aggregator=None)
    final_book = fields.Float("Book When Counted", digits="Product Unit", compute="_compute_difference", store=True,
                              groups=rights.INSIGHT, aggregator=None)
    difference = fields.Float(digits="Product Unit", compute="_compute_difference", store=True, groups=rights.INSIGHT)
    is_different = fields.Boolean("Differs", compute="_compute_difference", store=True, groups=rights.INSIGHT)
    disagree = fields.Boolean(
        "Counts Disagree", compute="_compute_difference", store=True, groups=rights.INSIGHT,
        help="The two counts found different differences, or only one person has seen these goods.")
    moved_qty = fields.Float(
        "Moved Since", digits="Product Unit", compute="_compute_moved_qty", groups=rights.INSIGHT,
        help="What the book has changed by since the line was counted. It stays as it moved; a difference that is as "
             "large as this was perhaps taken before it was counted and booked after.")
    unit_cost = fields.Float("Cost of a Unit", digits="Product Price", readonly=True, groups=rights.INSIGHT, aggregator=None)
    diff_value = fields.Monetary("Difference in Value", compute="_compute_diff_value", store=True, groups=rights.INSIGHT)
    diff_value_abs = fields.Monetary(
        "Absolute Difference in Value", compute="_compute_diff_value", store=True, groups=rights.INSIGHT)
    book_value = fields.Monetary("Book Value", compute="_compute_diff_value", store=True, groups=rights.INSIGHT)
    posted_at = fields.Datetime("Posted On", readonly=True)
    move_ids = fields.One2many("stock.move", "psms_count_line_id", string="Moves", readonly=True)

    _bucket_idx = models.UniqueIndex(f"(count_id, location_id, {KEY})", lambda env, diag: env._(
        "These goods are in the list of this count already: somebody has just added them. Reload the list."))
    _open_idx = models.UniqueIndex(
        f"(location_id, {KEY}) WHERE state IN ('open', 'counted', 'recount', 'recounted', 'failed')",
        lambda env, diag: env._("Another count that has not ended holds these goods. Finish or cancel that one first."))
    _posted_idx = models.Index("(posted_at) WHERE state = 'posted'")

    # === COMPUTE METHODS === #

    @api.depends("location_id", "product_id", "lot_id")
    def _compute_display_name(self):
        for line in self:
            parts = (line.location_id.display_name, line.product_id.display_name, line.lot_id.name)
            line.display_name = " · ".join(part for part in parts if part)

    @api.depends("state", "first_qty", "second_qty")
    @api.depends_context("uid")
    def _compute_entry(self):
        """What this person, or anybody a supervisor asks about, entered in the round that is running."""
        sees_all = rights.is_supervisor(self.env)
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        for line in self:
            full = line.sudo()  # the quantities of others stay hidden below, one's own may be read
            round_, who = ("second", full.second_by_id) if full.second_at else ("first", full.first_by_id)
            done = line.state not in ("open", "recount") and who
            line.entry = _plain(full[f"{round_}_qty"], digits) if done and (sees_all or who == self.env.user) else False

    def _inverse_entry(self):
        entries = [(line, read_sum(self.env, line.entry)) for line in self if (line.entry or "").strip()]
        if entries:
            enter.enter(self.env, entries)

    @api.depends("book_qty", "count_id.blind")
    @api.depends_context("uid")
    def _compute_shown_book_qty(self):
        sees_all = rights.is_supervisor(self.env)
        for line in self:
            full = line.sudo()  # shown only where the count is not blind
            line.shown_book_qty = full.book_qty if sees_all or not full.count_id.blind else 0

    @api.depends("first_qty", "first_book", "first_at", "second_qty", "second_book", "second_at")
    def _compute_difference(self):
        for line in self:
            last = "second" if line.second_at else "first"
            uom = line.uom_id
            line.final_qty, line.final_book = line[f"{last}_qty"], line[f"{last}_book"]
            line.difference = uom.round(line.final_qty - line.final_book) if uom and line.first_at else 0
            line.is_different = bool(uom and uom.compare(line.difference, 0))
            first = line.first_qty - line.first_book
            line.disagree = bool(uom and line.second_at) and (
                not line.first_by_id or uom.compare(first, line.second_qty - line.second_book) != 0)

    @api.depends("difference", "final_book", "unit_cost")
    def _compute_diff_value(self):
        for line in self:
            line.diff_value = line.difference * line.unit_cost
            line.diff_value_abs = abs(line.diff_value)
            line.book_value = line.final_book * line.unit_cost

    def _compute_moved_qty(self):
        waiting = self.filtered(lambda line: line.first_at and line.state in ("counted", "recount", "recounted", "failed"))
        moved = judge.moved_since(waiting)
        for line in self:
            posted = line.posted_book - line.final_book if line.state == "posted" and line.is_different else 0
            line.moved_qty = moved.get(line.id, posted)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Lines are listed by the count. Use “Found Goods” to add what it does not have."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if foreign := set(vals) - OWN:
                raise AccessError(self.env._(
                    "%(fields)s of a count can't be written. Enter what you counted.", fields=", ".join(sorted(foreign))))
            rights.check_keeper(self.env)
            if any(line.state in ("posted", "left_out") for line in self):
                raise UserError(self.env._("This line is closed: it has been posted or left out."))
        result = super().write(vals)
        if "entry" in vals:
            self.invalidate_recordset(["entry"])  # a sum that was typed reads as its result
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if any(line.count_id.state != "draft" for line in self):
            raise UserError(self.env._("This count has begun: its lines stay. Leave out what nobody counts."))

    def _back_to_ready(self):
        """Ready to be posted again."""
        for line in self:
            line.write({"state": "recounted" if line.second_at else "counted", "message": False})

    # === ACTIONS === #

    def action_count_again(self):
        judge.count_again(self)
        return True

    def action_bin_empty(self):
        for line in self:
            enter.bin_is_empty(line.count_id, line.location_id)
        return True


def _plain(quantity, digits):
    text = float_repr(quantity, digits)
    return text.rstrip("0").rstrip(".") if "." in text else text
