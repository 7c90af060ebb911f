from odoo import fields, models

from ..services import recall


class PsmsRecallRun(models.Model):
    """Working out or starting a recall of very many lots, in the background."""

    _name = "psms.recall.run"
    _inherit = "psms.job"
    _description = "Recall in the Background"

    recall_id = fields.Many2one("psms.recall", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="recall_id.company_id", store=True, index=True)
    step = fields.Selection([("analyse", "Work out"), ("start", "Start recall")], required=True, readonly=True)

    def _work(self):
        recall.STEPS[self.step](self.recall_id, self._report)

    def _step(self):
        if self.step == "start":
            return self.env._("Finding the lots, then blocking them and giving back what is reserved")
        return self.env._("Finding the lots that were made of the bad ones, and who has them")

    def _words(self):
        done = self.env._("The recall is started") if self.step == "start" else self.env._("The recall is worked out")
        return {**super()._words(), "done": done}
