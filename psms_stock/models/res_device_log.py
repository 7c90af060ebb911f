from odoo import models


class ResDeviceLog(models.Model):
    _inherit = "res.device.log"

    def _update_device(self, request):
        """Note the device in a transaction of its own, as Odoo does where a request only reads.

        Once an hour it is the first thing that a request of the web client writes. If it stayed in the transaction of the
        request, that one could not begin again at a door of the guard and would be repeated after a random sleep.
        """
        cr = self.env.cr
        statements = cr.sql_log_count
        result = super()._update_device(request)
        if cr.sql_log_count > statements:
            cr.commit()  # pylint: disable=unknown-option-value,invalid-commit
        return result
