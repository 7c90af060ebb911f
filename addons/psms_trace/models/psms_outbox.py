from odoo import models

from ..services import recall_mail


class PsmsOutbox(models.Model):
    _inherit = "psms.outbox"

    def _handle_recall_mail(self, payload):
        """Send the drafted e-mail to a customer of a recall: ``{"customer": id}``."""
        recall_mail.deliver(self.env["psms.recall.customer"].browse(payload["customer"]).exists(), self.key)
