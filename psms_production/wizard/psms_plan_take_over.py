from odoo import api, fields, models

from ..services.plan_takeover import open_rules, take_over


class PsmsPlanTakeOver(models.TransientModel):
    _name = "psms.plan.take_over"
    _description = "Take Over Reordering Rules"

    company_id = fields.Many2one("res.company", "Company", required=True, default=lambda self: self.env.company)
    rule_count = fields.Integer("Reordering Rules", compute="_compute_rule_count")
    archive_rules = fields.Boolean(
        "Archive the Rules", groups="stock.group_stock_manager",  # who may change reordering rules
        help="Rules that name a route, vendor or bill of materials stay, with quantities of zero: the plan still reads from "
             "them where the product comes from.")

    @api.depends("company_id")
    def _compute_rule_count(self):
        for wizard in self:
            wizard.rule_count = len(open_rules(self.env, wizard.company_id))

    def action_take_over(self):
        self.ensure_one()
        parameters, rules = take_over(
            self.env, self.company_id, self._has_field_access(self._fields["archive_rules"], "read") and self.archive_rules)
        action = self.env["ir.actions.act_window"]._for_xml_id("psms_production.psms_plan_parameter_action")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if rules else "info",
                "message": self.env._("%(count)s reordering rules taken over.", count=len(rules)),
                "next": {**action, "domain": [("id", "in", parameters.ids)]} if parameters
                else {"type": "ir.actions.act_window_close"},
            },
        }
