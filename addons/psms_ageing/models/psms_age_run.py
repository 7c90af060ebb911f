from odoo import api, models

from ..services.age_refresh import refresh


class PsmsAgeRun(models.Model):
    """Bringing the ledger of ages up to date in the background."""

    _name = "psms.age.run"
    _inherit = "psms.job"
    _description = "Run of the Ledger of Ages"

    @api.model
    def _start(self):
        """The run that waits or is running, whoever asked for it, or a new one."""
        return self._ask_once(self.env._("Age of the stock"))

    def _work(self):
        refresh(self.env, report=self._report)

    def _step(self):
        return self.env._("Going through all goods movements. The report opens when it is done.")

    def _words(self):
        return {
            **super()._words(), "done": self.env._("The age of the stock is up to date"), "here": self.env._("Calculate now")}
