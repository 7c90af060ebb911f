from epcpy.epc_schemes.sgtin import SGTIN, SGTINFilterValue

from odoo.tests import tagged

from .common import TraceCommon

MOTOR, FAN = "06901234567892", "06901234567908"
#: how one label may arrive: the lot M1 of the motor
SAME_LOT = (
    f"]C101{MOTOR}10M1", f"(01){MOTOR}(10)M1", f"01{MOTOR}10M1", f"01{MOTOR}10M1\x1d17270131", f"01{MOTOR}10M1<GS>30012",
    f"https://id.gs1.org/01/{MOTOR}/10/M1", f"https://shop.example.com/gtin/{MOTOR}/lot/M1?17=270131",
    "PSMS:lot?g=6901234567892&l=M1", "M1", " M1\r\n",
)
SAME_PIECE = (
    f"(01){FAN}(21)F1", f"https://id.gs1.org/01/{FAN}/21/F1", "urn:epc:id:sgtin:690123456.0790.F1",
    "urn:epc:tag:sgtin-198:1.690123456.0790.F1",
)


@tagged("post_install", "-at_install")
class TestFind(TraceCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.motor_lot, cls.fan_lot = cls.lot(cls.motor, "M1"), cls.lot(cls.fan, "F1")
        cls.lot(cls.board, "M1")  # the same name elsewhere: only the article number tells them apart

    def find(self, text):
        found = self.env["psms.trace"].find(text)
        return self.env["stock.lot"].browse([lot["id"] for lot in found["lots"]]), found["message"], found["sure"]

    def test_every_form_of_a_label_finds_its_lot(self):
        for text in SAME_LOT:
            with self.subTest(text=text):
                lots, message, sure = self.find(text)
                self.assertIn(self.motor_lot, lots)
                self.assertTrue(sure)
                self.assertFalse(message)
                if text.strip() != "M1":
                    self.assertEqual(lots, self.motor_lot, "of its product alone")

    def test_every_form_of_a_tag_finds_its_piece(self):
        tag = SGTIN("urn:epc:id:sgtin:690123456.0790.F1").hex(
            binary_coding_scheme=SGTIN.BinaryCodingScheme.SGTIN_198, filter_value=SGTINFilterValue.POS_ITEM)
        for text in (*SAME_PIECE, tag):
            with self.subTest(text=text):
                self.assertEqual(self.find(text), (self.fan_lot, "", True))

    def test_article_number_alone_gives_the_lots_of_the_product(self):
        for text in ("6901234567892", MOTOR, "]E06901234567892", f"(01){MOTOR}"):
            self.assertEqual(self.find(text)[0], self.motor_lot, text)

    def test_package_and_its_number(self):
        self.receive([(self.motor_lot, 4)])
        package = self.env["stock.package"].create({"name": "369012345000000012"})
        self.move([(self.motor_lot, 4)], self.stock, self.bin_a, package)
        for text in (package.name, f"00{package.name}", f"(00){package.name}", f"https://id.gs1.org/00/{package.name}",
                     f"PSMS:package?c={package.name}"):
            self.assertEqual(self.find(text)[0], self.motor_lot, text)
        self.bin_a.barcode = "TRACE-BIN-A"
        self.assertEqual(self.find("PSMS:bin?b=TRACE-BIN-A")[0], self.motor_lot, "what lies there")

    def test_unknown_codes_say_what_is_missing(self):
        for text, words in (
            (f"(01){MOTOR}(10)NOPE", "no lot or serial number NOPE"),
            ("(01)04006381333931(10)X", "No product has the number 04006381333931"),
            ("(00)369012345000000029", "No package 369012345000000029"),
            ("6901234567890", "check digit"),
            ("https://example.com/about", "web address"),
            ("PSMS:bin?b=NOWHERE", "No place has the barcode NOWHERE"),
            ("(8003)06901234567892ABC", "names no lot"),
            ("nothing like this", "Nothing has the number"),
            ("a\x00b", "Scan it again"), ("x" * 5000, "Scan it again"),
        ):
            with self.subTest(text=text[:40]):
                lots, message, sure = self.find(text)
                self.assertIn(words, message)
                self.assertFalse(lots and sure)
        lots, _message, sure = self.find(f"(01){MOTOR}(10)NOPE")
        self.assertEqual((lots, sure), (self.motor_lot, False), "its other lots are proposed, none is taken for the one meant")

    def test_what_is_not_understood_is_told(self):
        lots, message, sure = self.find(f"(01){MOTOR}(10)M1(9999)odd")
        self.assertEqual((lots, sure), (self.motor_lot, True))
        self.assertIn("(9999)odd", message)

    def test_part_of_a_number(self):
        lot = self.lot(self.motor, "26-10ABC")
        self.lot(self.motor, "ABC")
        self.assertEqual(self.find("10ABC")[0], lot, "typed as it stands in the number")
        self.assertEqual(self.find("")[0], self.env["stock.lot"])
