from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..services import wave_release


class PsmsWaveRelease(models.TransientModel):
    """Choose, look, release: what the batches would be is shown before any is made."""

    _name = "psms.wave.release"
    _inherit = "psms.release.criteria"
    _description = "Release Waves"

    rule_id = fields.Many2one(
        "psms.release.rule", string="Rule", ondelete="cascade",
        default=lambda self: self.env["psms.release.rule"].search([("company_id", "=", self.env.company.id)], limit=1))
    line_ids = fields.One2many(
        "psms.wave.release.line", "release_id", string="Batches", compute="_compute_line_ids", store=True, readonly=False,
        compute_sudo=False)
    batch_count = fields.Integer(string="Number of Batches", compute="_compute_totals")
    transfer_count = fields.Integer(string="Number of Transfers", compute="_compute_totals")
    line_count = fields.Integer(string="Number of Lines", compute="_compute_totals")
    weight = fields.Float(string="Total Weight", digits="Stock Weight", compute="_compute_totals")
    late_count = fields.Integer(string="Late Transfers", compute="_compute_totals")

    @api.model
    def _criteria_of(self, rule):
        return rule._criteria_vals() if rule else {}

    @api.model
    def default_get(self, fields):
        """The criteria begin as those of the rule."""
        values = super().default_get(fields)
        rule = self.env["psms.release.rule"].browse(values.get("rule_id"))
        return {**values, **{name: value for name, value in self._criteria_of(rule).items() if name in fields}}

    @api.onchange("rule_id")
    def _onchange_rule_id(self):
        if self.rule_id:
            self.update(self._criteria_of(self.rule_id))

    @api.depends(lambda self: self._criteria_names())
    def _compute_line_ids(self):
        now = fields.Datetime.now()
        for wizard in self:
            found = wave_release.proposals(wizard, now) if wizard.picking_type_id else []
            limits = wizard._limits()
            wizard.line_ids = [Command.clear()] + [
                Command.create(wizard._line_vals(number, proposal, limits))
                for number, proposal in enumerate(found, start=1)]

    def _line_vals(self, number, proposal, limits):
        return {
            "number": number,
            "picking_ids": [Command.set(proposal.picking_ids)],
            "transfer_count": len(proposal.picking_ids),
            "line_count": proposal.total("lines"),
            "weight": proposal.total("weight"),
            "volume": proposal.total("volume"),
            "late_count": proposal.late,
            "ship_by": proposal.ship_by,
            "zone_id": proposal.units[0].zone_id or False,
            "over_limit": proposal.exceeds(limits),
        }

    @api.depends("line_ids")
    def _compute_totals(self):
        for wizard in self:
            wizard.batch_count = len(wizard.line_ids)
            wizard.transfer_count = len(wizard.line_ids.picking_ids)
            wizard.line_count = sum(wizard.line_ids.mapped("line_count"))
            wizard.weight = sum(wizard.line_ids.mapped("weight"))
            wizard.late_count = sum(wizard.line_ids.mapped("late_count"))

    def action_release(self):
        """Make the batches of what was shown, as far as nobody else has taken it since."""
        self.ensure_one()
        record = wave_release.release(
            self, fields.Datetime.now(), rule=self.rule_id, picking_ids=self.line_ids.picking_ids.ids)
        if not record:
            raise UserError(self.env._(
                "Nothing is left to release: no transfer fits, or somebody else has just put them into batches. "
                "Check the criteria and whether the transfers are reserved."))
        return record.action_open_batches()


class PsmsWaveReleaseLine(models.TransientModel):
    _name = "psms.wave.release.line"
    _description = "Proposed Batch"
    _order = "number"

    release_id = fields.Many2one("psms.wave.release", required=True, index=True, ondelete="cascade")
    number = fields.Integer(string="No.")
    picking_ids = fields.Many2many("stock.picking", string="Transfers")
    transfer_count = fields.Integer(string="Number of Transfers")
    line_count = fields.Integer(string="Lines")
    weight = fields.Float(digits="Stock Weight")
    volume = fields.Float(digits="Volume")
    late_count = fields.Integer(string="Late")
    ship_by = fields.Datetime()
    zone_id = fields.Many2one("psms.stock.zone", string="Zone")
    over_limit = fields.Boolean(help="This transfer alone is more than the limits allow.")
