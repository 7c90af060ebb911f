from odoo import fields, models

from ..services import TIME_ZONE, build


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def _register_hook(self):
        """Build the demo factory once the installation that asked for it has loaded every module.

        Charts of accounts may only be loaded on a whole registry, and modules loaded after this one add
        fields to what the factory is made of. Odoo loads the chart of a new company in the same way.
        """
        super()._register_hook()
        if vars(self.env.registry).pop("_psms_demo_wanted", False):
            # Today is a day of the factory, wherever the server stands.
            build(self.env, fields.Date.context_today(self.with_context(tz=TIME_ZONE)))
