from odoo.tests import tagged

from ..services import code_gs1, code_own
from .common import StockScanCommon


@tagged("post_install", "-at_install")
class TestScanCodes(StockScanCommon):
    """Every kind of code finds its goods, and none finds others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.glue.barcode = "6901234567908"
        cls.cooker.barcode = "00614141007349"

    def test_forms_of_one_article(self):
        # EAN-13, GTIN-14, with and without symbology identifier, brackets, Digital Link, own label
        for code in ("6901234567892", "06901234567892", "]E06901234567892", "]C10106901234567892", "0106901234567892",
                     "(01)06901234567892", "https://id.gs1.org/01/06901234567892", "https://x.example/a/01/6901234567892",
                     code_own.write("product", g="6901234567892"), code_own.write("product", p="6901234567892")):
            with self.subTest(code=code):
                picking = self.start(self.receipt([(self.fan, 2)]))
                self.accept(picking, code)
                self.assertEqual(self.done(picking, self.fan), 1)

    def test_case_code_counts_its_content(self):
        packaging = self.env["product.uom"].search([("product_id", "=", self.fan.id)])
        packaging.barcode = "16901234567899"
        for code, quantity in [("16901234567899", 6), ("]I116901234567899", 6), ("]C10216901234567899\x1d3702", 12),
                               ("(01)16901234567899(30)5", 5)]:
            with self.subTest(code=code):
                picking = self.start(self.receipt([(self.fan, 20)]))
                self.accept(picking, code)
                self.assertEqual(self.done(picking, self.fan), quantity)
        # A case that nobody entered is no single piece.
        self.refuse(self.scan(picking, "26901234567896"), "unknown_code")

    def test_lot_and_quantity_in_one_code(self):
        # the company's nomenclature makes no difference to a code that is certain or begins with a key
        for nomenclature in ("barcodes.default_barcode_nomenclature", "barcodes_gs1_nomenclature.default_gs1_nomenclature"):
            self.company.nomenclature_id = self.env.ref(nomenclature)
            for code in ("01069012345679081012LOT\x1d3724", "]d201069012345679081012LOT\x1d3724",
                         "(01)06901234567908(10)12LOT(37)24",
                         code_own.write("lot", p="6901234567908", l="12LOT", q="24")):
                with self.subTest(code=code, nomenclature=nomenclature):
                    picking = self.start(self.receipt([(self.glue, 30)]))
                    self.accept(picking, code)
                    self.assertEqual(self.done(picking, self.glue), 24)
                    self.assertEqual(picking.move_line_ids.filtered("picked").lot_name, "12LOT")

    def test_unknown_elements_are_told_and_never_a_lot(self):
        picking = self.start(self.receipt([(self.glue, 30)]))
        answer = self.accept(picking, "0106901234567908\x1d888junk")
        self.assertEqual(answer["message"]["code"], "lot_wanted")
        self.assertIn("888junk", answer["message"]["why"])
        # now a lot is expected: no code of its own format becomes one
        for code in ("]C1888junk", "]C10106901234567900", "https://example.com/news", "0106901234567900\x1d888junk"):
            self.refuse(self.scan(picking, code), "unreadable_code")
        self.assertEqual(self.done(picking, self.glue), 0)

    def test_text_that_looks_like_an_element(self):
        picking = self.start(self.receipt([(self.glue, 30)]))
        self.accept(picking, "6901234567908")
        self.accept(picking, "10ABC")
        self.assertEqual(picking.move_line_ids.filtered("picked").lot_name, "10ABC", "a plain company's own number")
        self.company.nomenclature_id = self.env.ref("barcodes_gs1_nomenclature.default_gs1_nomenclature")
        picking = self.start(self.receipt([(self.glue, 30)]))
        self.accept(picking, "6901234567908")
        self.accept(picking, "10ABC")
        self.assertEqual(picking.move_line_ids.filtered("picked").lot_name, "ABC", "a company whose codes are GS1")

    def test_tag_counts_its_piece_once(self):
        picking = self.start(self.receipt([(self.cooker, 2)]))
        self.accept(picking, "3034257BF400B7800004CB2F")
        self.assertEqual(picking.move_line_ids.filtered("picked").lot_name, "314159")
        self.refuse(self.scan(picking, "urn:epc:id:sgtin:0614141.000734.314159"), "serial_twice")
        self.accept(picking, "urn:epc:tag:sgtin-198:1.0614141.000734.A%2FB")
        self.assertEqual(set(picking.move_line_ids.filtered("picked").mapped("lot_name")), {"314159", "A/B"})

    def test_weights_only_in_units_of_weight(self):
        self.env["product.product"].create({
            "name": "Granulate", "is_storable": True, "barcode": "6901234567915",
            "uom_id": self.env.ref("uom.product_uom_gram").id})
        granulate = self.env["product.product"].search([("barcode", "=", "6901234567915")])
        picking = self.start(self.receipt([(granulate, 5000), (self.fan, 5)]))
        self.accept(picking, "(01)06901234567915(3103)001250")
        self.assertEqual(self.done(picking, granulate), 1250)
        self.accept(picking, "(01)06901234567892(3103)001250")
        self.assertEqual(self.done(picking, self.fan), 1, "a weight says nothing of pieces")

    def test_bins_and_packages(self):
        picking = self.start(self.receipt([(self.fan, 2)]))
        self.accept(picking, code_own.write("bin", b="BIN-A"))
        self.assertEqual(self.pending["location_dest_id"], self.bin_a.id)
        self.accept(picking, "(414)6901234567892(254)BIN-B")
        self.assertEqual(self.pending["location_dest_id"], self.bin_b.id)
        for code in ("]C100106141412345678908", "106141412345678908", "urn:epc:id:sscc:0614141.1234567890",
                     code_own.write("package", c="PACK 1")):
            self.refuse(self.scan(picking, code), "package_code")

    def test_scale_codes_stay_odoos(self):
        self.env["barcode.rule"].create({
            "name": "Scale", "barcode_nomenclature_id": self.company.nomenclature_id.id, "sequence": 1,
            "type": "weight", "encoding": "ean13", "pattern": "21.....{NNDDD}"})
        self.fan.barcode = "211234500000" + code_gs1.check_digit("211234500000")
        picking = self.start(self.receipt([(self.fan, 5)]))
        self.accept(picking, "211234502000" + code_gs1.check_digit("211234502000"))
        self.assertEqual(self.done(picking, self.fan), 2)
