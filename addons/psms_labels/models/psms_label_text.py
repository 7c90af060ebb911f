from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: what a label of each kind can say
SOURCES = {
    "product": ("product", "reference", "barcode", "category", "quantity", "company", "printed"),
    "lot": ("product", "reference", "barcode", "category", "lot", "expiry", "quantity", "company", "printed"),
    "package": ("package", "content", "lot", "quantity", "weight", "recipient", "transfer", "packed", "location",
                "company", "printed"),
    "location": ("location", "path", "barcode", "zone", "warehouse", "company", "printed"),
}


class PsmsLabelText(models.Model):
    """One text of a label, from above to below."""

    _name = "psms.label.text"
    _description = "Text on a Label"
    _order = "sequence, id"

    template_id = fields.Many2one("psms.label.template", "Template", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    source = fields.Selection([
        ("product", "Product"),
        ("reference", "Internal reference"),
        ("barcode", "Barcode"),
        ("category", "Product category"),
        ("lot", "Lot or serial number"),
        ("expiry", "Expiry date"),
        ("quantity", "Quantity"),
        ("package", "Package"),
        ("content", "Content"),
        ("weight", "Weight"),
        ("recipient", "Recipient"),
        ("transfer", "Transfer"),
        ("packed", "Packing date"),
        ("location", "Location"),
        ("path", "Full location"),
        ("zone", "Zone"),
        ("warehouse", "Warehouse"),
        ("company", "Company"),
        ("printed", "Printing date"),
    ], required=True)
    size = fields.Selection(
        [("title", "Large"), ("normal", "Normal"), ("small", "Small")], required=True, default="normal")
    with_caption = fields.Boolean("With Name", help="Print what it is in front of it.")

    @api.constrains("source", "template_id")
    def _check_source(self):
        for text in self:
            if text.source not in SOURCES[text.template_id.kind]:
                kinds = dict(self.env["psms.label.template"]._fields["kind"]._description_selection(self.env))
                sources = dict(self._fields["source"]._description_selection(self.env))
                raise ValidationError(self.env._(
                    "%(text)s is nothing that a label of the kind %(kind)s can say. Take the text out of the template.",
                    text=sources[text.source], kind=kinds[text.template_id.kind]))
