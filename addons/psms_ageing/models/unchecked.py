from odoo import fields


class UncheckedMany2one(fields.Many2one):
    """A link without a foreign key, for rows that are written by the hundred thousand.

    PostgreSQL would look up every row of every link, which costs more than all the rest of storing them. What a link
    points to is kept by the goods movement that the row was made of; where that is gone, the nightly check replays the
    product.
    """

    def update_db_foreign_key(self, model, column):
        """Make none."""
