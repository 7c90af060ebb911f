from odoo import models


class QueueJob(models.Model):
    _inherit = "queue.job"

    # Who follows work asks for its job twice a second; the queue's own index has no jobs that run or have ended.
    _psms_key_idx = models.Index("(identity_key) WHERE identity_key IS NOT NULL")
