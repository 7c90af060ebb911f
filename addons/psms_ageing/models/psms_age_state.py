from odoo import api, fields, models


class PsmsAgeState(models.Model):
    """How far the ledger of ages is: one row, locked by whoever brings it up to date."""

    _name = "psms.age.state"
    _description = "State of the Ledger of Ages"

    name = fields.Char(default="Ledger of ages", readonly=True)
    read_until = fields.Datetime("Read Until", readonly=True, help="Lines that were written until then are in the ledger.")
    built_on = fields.Datetime("Built On", readonly=True)
    zones = fields.Char("Time Zones", readonly=True, help="Of the companies; when one changes, its days are others.")

    @api.model
    def _get(self):
        return self.env.ref("psms_ageing.psms_age_state")
