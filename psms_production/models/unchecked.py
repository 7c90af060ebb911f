from odoo import fields


class UncheckedMany2one(fields.Many2one):
    """A link without a foreign key, for tables of a plan that are written by the hundred thousand.

    PostgreSQL would look up every row of every link, which costs more than all the rest of storing a plan.
    Both ends belong to one plan, are written by one service and deleted with it (`psms.plan._delete_content`).
    """

    def update_db_foreign_key(self, model, column):
        """Make none."""
