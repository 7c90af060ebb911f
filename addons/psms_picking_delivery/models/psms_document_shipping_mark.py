from odoo import models

from odoo.addons.psms_picking.services.bilingual import both


class PsmsDocumentShippingMark(models.AbstractModel):
    _inherit = "psms.document.shipping_mark"

    def _mark(self, group, carton):
        mark = super()._mark(group, carton)
        carriers = ", ".join(group.carrier_id.mapped("name"))
        if carriers:
            mark["rows"].append((both(self.env, lambda env: env._("Carrier")), carriers))
        return mark
