import base64
import io
from datetime import date
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..services import label_image, label_print
from ..services.label_content import Facts
from ..services.label_spec import Paper

_SMALLEST, _LARGEST = 15, 420


class PsmsLabelTemplate(models.Model):
    """How labels of one kind look: size, texts and codes. Where each of them goes follows from these."""

    _name = "psms.label.template"
    _description = "Label Template"
    _order = "kind, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", "Company", index=True, help="Empty: for every company.")
    kind = fields.Selection([
        ("product", "Product"),
        ("lot", "Lot or serial number"),
        ("package", "Package"),
        ("location", "Location"),
    ], required=True, default="product")
    width = fields.Float("Width (mm)", required=True, default=60, digits=(6, 1))
    height = fields.Float("Height (mm)", required=True, default=40, digits=(6, 1))
    dpi = fields.Selection(
        [("203", "203 dpi"), ("300", "300 dpi"), ("600", "600 dpi")], "Printer", required=True, default="203",
        help="Dots per inch of the printer: codes are drawn in whole dots.")
    linear_code = fields.Selection([
        ("none", "None"),
        ("code128", "Code 128, plain"),
        ("gs1_128", "GS1-128"),
    ], "Bars", required=True, default="none")
    matrix_code = fields.Selection([
        ("none", "None"),
        ("qr", "QR code"),
        ("gs1_datamatrix", "GS1 DataMatrix"),
    ], "Square Code", required=True, default="qr")
    text_ids = fields.One2many("psms.label.text", "template_id", "Texts", copy=True)
    is_sheet = fields.Boolean("Sheet of Labels", help="Several labels on one sheet of paper, for office printers.")
    sheet_width = fields.Float("Sheet Width (mm)", default=210, digits=(6, 1))
    sheet_height = fields.Float("Sheet Height (mm)", default=297, digits=(6, 1))
    columns = fields.Integer(default=3)
    rows = fields.Integer(default=8)
    left = fields.Float("Left Margin (mm)", digits=(6, 1))
    top = fields.Float("Top Margin (mm)", digits=(6, 1))
    gap_x = fields.Float("Gap Between Columns (mm)", digits=(6, 1))
    gap_y = fields.Float("Gap Between Rows (mm)", digits=(6, 1))
    preview = fields.Binary("Example", compute="_compute_preview")
    preview_note = fields.Text("Remarks", compute="_compute_preview")

    # === COMPUTE METHODS === #

    @api.depends("name", "width", "height")
    def _compute_display_name(self):
        for template in self:
            template.display_name = template.name

    @api.depends("kind", "width", "height", "dpi", "linear_code", "matrix_code",
                 "text_ids.source", "text_ids.size", "text_ids.with_caption", "text_ids.sequence")
    def _compute_preview(self):
        for template in self:
            template.preview, template.preview_note = template._draw_example()

    def _draw_example(self):
        noted = {}
        try:
            self._check_sizes()
            paper = self._paper(single=True)
            placed = label_print.place_facts(
                self, self._example(), paper, self.env, lambda key: noted.setdefault(key, True))
        except (UserError, ValidationError) as error:
            return False, str(error)
        if placed.cut:
            noted["cut"] = True
        words = label_print.notes(self.env)
        return png(label_image.draw(placed, paper)), "\n".join(words[key] for key in noted)

    def _example(self):
        """Facts of nothing that exists."""
        texts = {
            "product": self.env._("Rice cooker, 5 litres, non-stick"), "reference": "RC-500", "barcode": "6901234567892",
            "category": self.env._("Finished goods"), "lot": "L-2611-042", "expiry": "2027-11-30",
            "quantity": "120", "package": "069012345600000015", "content": self.env._("Rice cooker, 5 litres, non-stick"),
            "weight": "48.00 kg", "recipient": self.env._("Haiyun Trading, 18 Harbour Road, Ningbo"),
            "transfer": "WH/OUT/00042", "packed": "2026-11-23", "location": "A-01-02-3",
            "path": "WH/Stock/A-01/A-01-02-3", "zone": self.env._("Pick face"), "warehouse": self.env._("Main plant"),
            "company": self.env.company.name, "printed": "2026-11-23",
        }
        if self.kind == "location":
            texts["barcode"] = "A-01-02-3"
        goods = Facts("lot", texts["product"], barcode="6901234567892", lot="L-2611-042", expiry=date(2027, 11, 30),
                      quantity=Decimal(120))
        return Facts(
            self.kind, texts["product"], texts=texts, barcode="6901234567892", reference="RC-500",
            lot=goods.lot if self.kind == "lot" else "", expiry=goods.expiry if self.kind == "lot" else None,
            quantity=goods.quantity, package="069012345600000015", location="A-01-02-3",
            gln=self.env.company.psms_gln or "6901234500004", content=goods,
        )

    # === CONSTRAINTS === #

    @api.constrains("width", "height", "is_sheet", "sheet_width", "sheet_height", "columns", "rows", "left", "top",
                    "gap_x", "gap_y")
    def _check_sizes(self):
        for template in self:
            if not all(_SMALLEST <= length <= _LARGEST for length in (template.width, template.height)):
                raise ValidationError(self.env._(
                    "A label is %(smallest)s to %(largest)s mm wide and high. Correct the size of %(template)s.",
                    smallest=_SMALLEST, largest=_LARGEST, template=template.name))
            if template.is_sheet and not template._fits_sheet():
                raise ValidationError(self.env._(
                    "%(columns)s columns and %(rows)s rows of these labels do not fit on the sheet. "
                    "Correct the size of the label, the margins or the number of labels.",
                    columns=template.columns, rows=template.rows))

    def _fits_sheet(self):
        lengths = (self.left, self.top, self.gap_x, self.gap_y)
        if min(self.columns, self.rows) < 1 or min(lengths) < 0:
            return False
        across = self.left + self.columns * self.width + (self.columns - 1) * self.gap_x
        down = self.top + self.rows * self.height + (self.rows - 1) * self.gap_y
        return across <= self.sheet_width + 0.05 and down <= self.sheet_height + 0.05

    @api.constrains("kind")
    def _check_kind(self):
        self.text_ids._check_source()

    # === FOR THE SERVICES === #

    def _paper(self, single=False):
        self.ensure_one()
        sheet = {} if single or not self.is_sheet else {
            "columns": self.columns, "rows": self.rows, "sheet_width": self.sheet_width,
            "sheet_height": self.sheet_height, "left": self.left, "top": self.top, "gap_x": self.gap_x,
            "gap_y": self.gap_y,
        }
        return Paper(self.width, self.height, int(self.dpi), **sheet)

    def _captions(self):
        """Names of what a label says, short, in the language of the label."""
        return {
            "product": self.env._("Product"), "reference": self.env._("Ref."), "barcode": self.env._("Barcode"),
            "category": self.env._("Category"), "lot": self.env._("Lot/SN"), "expiry": self.env._("Use by"),
            "quantity": self.env._("Qty"), "package": self.env._("Package"), "content": self.env._("Content"),
            "weight": self.env._("Weight"), "recipient": self.env._("To"), "transfer": self.env._("Transfer"),
            "packed": self.env._("Packed"), "location": self.env._("Location"), "path": self.env._("Location"),
            "zone": self.env._("Zone"), "warehouse": self.env._("Warehouse"), "company": self.env._("From"),
            "printed": self.env._("Printed"),
        }


def png(image):
    """An image with a frame around it, as the value of a Binary field."""
    from PIL import ImageOps

    file = io.BytesIO()
    ImageOps.expand(image.convert("L"), border=2, fill=160).save(file, "PNG")
    return base64.b64encode(file.getvalue())
