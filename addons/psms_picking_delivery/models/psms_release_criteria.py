from odoo import fields, models


class PsmsReleaseCriteria(models.AbstractModel):
    _inherit = "psms.release.criteria"

    carrier_ids = fields.Many2many("delivery.carrier", string="Carriers")
    group_carrier = fields.Boolean(string="A Batch for Each Carrier")

    def _transfer_domain(self):
        domain = super()._transfer_domain()
        if self.carrier_ids:
            domain.append(("carrier_id", "in", self.carrier_ids.ids))
        return domain

    def _group_key(self, picking):
        return (*super()._group_key(picking), picking.carrier_id.id if self.group_carrier else 0)
