from odoo import models

from ..services.table import DATETIME, Column


class PsmsDocumentRoles(models.AbstractModel):
    """Who holds which role: the list for the yearly review of rights."""

    _name = "psms.document.roles"
    _inherit = "psms.document"
    _description = "Users and Roles"
    _document_model = "res.users"
    _document_groups = "psms_base.group_administrator"

    def _document_title(self, records):
        return self.env._("Users and roles")

    def _document_columns(self, records):
        category = self.env.ref("psms_base.module_category_psms")
        roles = category.privilege_ids.sorted("sequence").group_ids

        def held(user):
            return ", ".join((roles & user.all_group_ids).mapped("name"))

        return [
            Column(self.env._("Name"), "name", width=24),
            Column(self.env._("Login"), "login", width=28),
            Column(self.env._("Roles"), held, width=50),
            Column(self.env._("Last login"), "login_date", DATETIME, width=18),
        ]
