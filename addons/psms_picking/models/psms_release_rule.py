from odoo import api, fields, models

from ..services import wave_release


class PsmsReleaseRule(models.Model):
    """A kind of wave or batch that is released again and again, by hand or every quarter of an hour."""

    _name = "psms.release.rule"
    _inherit = "psms.release.criteria"
    _description = "Release Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(related="picking_type_id.company_id", store=True, index=True)
    automatic = fields.Boolean(
        string="Release by Itself", help="The scheduled action releases what fits this rule, in the order of the rules.")
    release_ids = fields.One2many("psms.pick.release", "rule_id", string="Releases", readonly=True)
    last_release = fields.Datetime(string="Last Released On", compute="_compute_last_release")

    @api.depends("release_ids")
    def _compute_last_release(self):
        dates = dict(self.env["psms.pick.release"]._read_group(
            [("rule_id", "in", self.ids)], ["rule_id"], ["create_date:max"]))
        for rule in self:
            rule.last_release = dates.get(rule)

    def action_release(self):
        """Open the wizard with this rule."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("psms_picking.action_psms_wave_release")
        action["context"] = {"default_rule_id": self.id}
        return action

    def _cron_release(self):
        """Release what fits the automatic rules, one rule after the other."""
        rules = self.search([("automatic", "=", True)])
        self.env["ir.cron"]._commit_progress(remaining=len(rules))
        for rule in rules:
            company_rule = rule.with_company(rule.company_id)
            wave_release.release(company_rule, fields.Datetime.now(), rule=rule)
            if not self.env["ir.cron"]._commit_progress(1):
                break
