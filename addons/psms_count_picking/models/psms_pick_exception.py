from odoo import models

from odoo.addons.psms_count.services import requests


class PsmsPickException(models.Model):
    _inherit = "psms.pick.exception"

    def _after_exception(self):
        """Ask for a count of what the picker did not find, by a plan that counts after a mismatch."""
        for row in self:
            requests.ask(self.env, row.location_id, row.product_id, row.lot_id, source="picking", note=row.display_name)
        return super()._after_exception()
