from datetime import date, datetime
from decimal import Decimal

from odoo.tests import tagged

from ..services import label_content, label_facts
from ..services.label_print import Job
from .common import HOSTILE, LONG_NAME, LabelCommon

GTIN = "06901234567892"


@tagged("post_install", "-at_install")
class TestLabelCodes(LabelCommon):
    """Every printed code is read back, and says what it was made of."""

    def expected(self, template, record, quantity):
        """What the codes of the label must say, by symbology."""
        facts = next(label_facts.Reader(self.env, template.kind).read([(record, quantity)]))
        bars, matrix = label_content.codes(facts, template.linear_code, template.matrix_code, lambda key: None)
        return facts, [*bars, *([matrix] if matrix else [])]

    def check(self, image, template, record, quantity):
        facts, codes = self.expected(template, record, quantity)
        readings = self.scan(image)
        self.assertEqual(len(readings), len(codes), (template.name, record.display_name))
        for code in codes:
            with self.subTest(template=template.name, code=code.text or code.elements):
                if code.elements:
                    self.assertIn(code.elements, [reading.elements for reading in readings])
                else:
                    self.assertIn(code.text, [reading.text for reading in readings])
        for reading in readings:
            self.assertFalse(reading.unknown or reading.errors, reading)
            self.same_thing(reading, facts)

    def same_thing(self, reading, facts):
        """Whatever the code says is true of what was printed."""
        content = facts.content or facts
        truths = {
            "gtin14": facts.gtin14, "content_gtin14": content.gtin14, "lot": content.lot, "serial": facts.serial,
            "expiry": content.expiry, "sscc": facts.sscc, "bin": facts.location, "quantity": content.quantity,
            "product_code": facts.barcode or facts.reference, "gln": facts.gln, "gln_extension": facts.location,
        }
        for name, truth in truths.items():
            said = getattr(reading, name)
            if said not in ("", None):
                self.assertEqual(said, truth, name)

    def test_every_template_in_both_languages(self):
        templates = self.env["psms.label.template"].search([])
        self.assertGreaterEqual(len(templates), 10)
        for template in templates:
            for lang in ("en_US", "zh_CN"):
                for record, quantity in self.records_of(template.kind):
                    job = self.job(template.with_context(lang=lang), record.with_context(lang=lang), quantity)
                    (image,) = self.pixels(job.pdf(), dpi=200 if template.is_sheet else 300)
                    self.check(image, template, record, quantity)
                    if lang == "zh_CN":
                        self.check(job.preview(), template, record, quantity)

    def test_every_combination_of_codes(self):
        template = self.template("package_100x150").copy()
        for kind, texts in [("product", "product"), ("lot", "lot"), ("package", "package"), ("location", "path")]:
            template.text_ids.unlink()
            template.kind = kind
            template.text_ids = [(0, 0, {"source": texts, "size": "title"})]
            for linear in ("code128", "gs1_128"):
                for matrix in ("qr", "gs1_datamatrix"):
                    template.write({"linear_code": linear, "matrix_code": matrix, "dpi": "300"})
                    record, quantity = self.records_of(kind)[0]
                    job = self.job(template, record, quantity)
                    self.check(self.pixels(job.pdf())[0], template, record, quantity)

    def test_a_lot_says_everything(self):
        if "expiration_date" in self.lot:
            self.pot.use_expiration_date = True
            self.lot.expiration_date = datetime(2027, 11, 30, 12)
        (image,) = self.pixels(self.job(self.template("lot_60x40"), self.lot, 12).pdf())
        (reading,) = self.scan(image)
        self.assertEqual((reading.symbology, reading.gtin14, reading.lot, reading.quantity),
                         ("]d2", GTIN, "L-2611/042(1)", Decimal(12)))
        if "expiration_date" in self.lot:
            self.assertEqual(reading.expiry, date(2027, 11, 30))

    def test_what_gs1_cannot_hold_goes_into_our_own_code(self):
        job = self.job(self.template("lot_60x40"), self.chinese_lot, 2.5)
        (reading,) = self.scan(self.pixels(job.pdf())[0])
        self.assertEqual((reading.kind, reading.lot, reading.product_code, reading.quantity),
                         ("own", "批次甲 2026-11 & 1", "GLUE-5", Decimal("2.5")))
        self.assertTrue(job.note_texts())

    def test_package_has_number_and_content(self):
        readings = self.scan(self.pixels(self.job(self.template("package_100x150"), self.package).pdf())[0])
        self.assertEqual({reading.sscc for reading in readings}, {"069012345600000015", ""})
        (content,) = [reading for reading in readings if not reading.sscc]
        self.assertEqual((content.content_gtin14, content.lot, content.quantity), (GTIN, "L-2611/042(1)", Decimal(24)))
        self.package.name = "PACK0000007"
        job = self.job(self.template("package_100x150"), self.package)
        texts = {reading.text for reading in self.scan(self.pixels(job.pdf())[0])}
        self.assertIn("PSMS:package?c=PACK0000007", texts)

    def test_hostile_names_print_and_scan(self):
        for number, name in enumerate(HOSTILE):
            with self.subTest(name=name):
                product = self.env["product.product"].create({
                    "name": f"{name} {LONG_NAME}", "is_storable": True, "default_code": f"{name[:40]}#{number}",
                    "tracking": "lot"})
                lot = self.env["stock.lot"].create({"name": f"{name[:60]}#{number}", "product_id": product.id})
                for template, record in [("lot_100x60", lot), ("product_100x60", product)]:
                    job = self.job(self.template(template), record, 3)
                    readings = self.scan(self.pixels(job.pdf(), dpi=203)[0])
                    own = [reading for reading in readings if reading.kind == "own"]
                    self.assertEqual(len(own), 1)
                    if lot.name.isprintable():
                        self.assertEqual(own[0].lot, lot.name if record == lot else "")

    def test_whole_sheet_is_read(self):
        template = self.template("location_sheet")
        bins = self.env["stock.location"].create([
            {"name": f"B-{number:02}", "barcode": f"B-{number:02}", "location_id": self.aisle.id} for number in range(30)])
        job = Job(template, [(location, 0, 1) for location in bins], start=5)
        pages = self.pixels(job.pdf(), dpi=200)
        self.assertEqual((len(pages), job.pages, job.count), (2, 2, 30))
        first, second = ({reading.bin for reading in self.scan(page)} for page in pages)
        self.assertEqual(first, {f"B-{number:02}" for number in range(20)})
        self.assertEqual(second, {f"B-{number:02}" for number in range(20, 30)})
