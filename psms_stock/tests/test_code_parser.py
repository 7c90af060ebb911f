import random
import time
from datetime import date
from decimal import Decimal

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..services import code_gs1, code_own
from ..services.code_parser import parse

GTIN = "09501101530003"
GS = "\x1d"

#: a code, and every field of its reading that is not empty (beside raw, text, elements)
GOLDEN = [
    # article numbers: Coca-Cola's UPC, an EAN-8, a Chinese EAN-13 and its case, an SSCC of the GS1 specifications
    ("049000050103", {"kind": "gtin", "gtin14": "00049000050103"}),
    ("96385074", {"kind": "gtin", "gtin14": "00000096385074"}),
    ("04252614", {"kind": "gtin", "gtin14": "00042100005264"}),
    ("6901234567892", {"kind": "gtin", "gtin14": "06901234567892"}),
    ("]E06901234567892", {"kind": "gtin", "gtin14": "06901234567892", "symbology": "]E0", "certain": True}),
    ("]E3690123456789212", {"kind": "gtin", "gtin14": "06901234567892", "symbology": "]E3", "certain": True}),
    ("]I116901234567899", {"kind": "gtin", "gtin14": "16901234567899", "symbology": "]I1", "certain": True}),
    ("6901234567893", {"kind": "bare", "errors": ("check_digit",)}),
    ("00000000", {"kind": "bare", "errors": ("check_digit",)}),
    ("106141412345678908", {"kind": "sscc", "sscc": "106141412345678908"}),
    ("106141412345678900", {"kind": "bare", "errors": ("check_digit",)}),
    # element strings: with identifier, with separators, bracketed, remapped separators
    (f"]C101{GTIN}17270131" + "10ABC123", {
        "kind": "gs1", "symbology": "]C1", "certain": True, "gtin14": GTIN, "lot": "ABC123", "expiry": date(2027, 1, 31)}),
    (f"]d201{GTIN}21S/N-1{GS}10L+1", {
        "kind": "gs1", "symbology": "]d2", "certain": True, "gtin14": GTIN, "lot": "L+1", "serial": "S/N-1"}),
    (f"]Q301{GTIN}", {"kind": "gs1", "symbology": "]Q3", "certain": True, "gtin14": GTIN}),
    (f"01{GTIN}", {"kind": "gs1", "gtin14": GTIN}),
    (f"01{GTIN}10A<GS>3712", {"kind": "gs1", "certain": True, "gtin14": GTIN, "lot": "A", "quantity": Decimal(12)}),
    (f"01{GTIN}10A#3712", {"kind": "gs1", "gtin14": GTIN, "lot": "A", "quantity": Decimal(12)}),
    (f"(01){GTIN}(3103)001250(15)280200", {
        "kind": "gs1", "certain": True, "gtin14": GTIN, "measure": Decimal("1.250"), "unit": "KGM",
        "best_before": date(2028, 2, 29)}),
    (f"(02){GTIN}(37)24(10)X(1)", {
        "kind": "gs1", "certain": True, "content_gtin14": GTIN, "quantity": Decimal(24), "lot": "X(1)"}),
    ("]C100106141412345678908", {"kind": "gs1", "certain": True, "symbology": "]C1", "sscc": "106141412345678908"}),
    ("(414)0614141123452(254)A-01", {
        "kind": "gs1", "certain": True, "gln": "0614141123452", "gln_extension": "A-01"}),
    ("(8003)00614141123452400", {"kind": "gs1", "certain": True, "asset": "00614141123452400"}),
    ("(7003)2701311200(8008)2611230800(13)261124", {
        "kind": "gs1", "certain": True, "expiry": date(2027, 1, 31), "production": date(2026, 11, 23),
        "packed": date(2026, 11, 24)}),
    ("10ABC", {"kind": "gs1", "lot": "ABC"}),
    # what Odoo's own parser gives up for: unknown, truncated, wrong; the rest stays
    (f"]C101{GTIN}10A{GS}888junk", {
        "kind": "gs1", "certain": True, "symbology": "]C1", "gtin14": GTIN, "lot": "A", "unknown": ("888junk",)}),
    (f"]C101{GTIN}1725", {
        "kind": "gs1", "certain": True, "symbology": "]C1", "gtin14": GTIN, "unknown": ("1725",)}),
    (f"]C101{GTIN}11261131", {
        "kind": "gs1", "certain": True, "symbology": "]C1", "gtin14": GTIN, "errors": ("date:11",)}),
    (f"]C101{GTIN[:-1]}910A", {
        "kind": "gs1", "certain": True, "symbology": "]C1", "lot": "A", "errors": ("check_digit:01",)}),
    (f"]C110{'X' * 21}{GS}01{GTIN}", {
        "kind": "gs1", "certain": True, "symbology": "]C1", "gtin14": GTIN, "unknown": ("10" + "X" * 21,)}),
    (f"(01){GTIN}(10)A(10)B", {
        "kind": "gs1", "certain": True, "gtin14": GTIN, "lot": "A", "errors": ("duplicate:10",)}),
    (f"]C101{GTIN}30{GS}37\u0661\u0662", {
        "kind": "gs1", "certain": True, "symbology": "]C1", "gtin14": GTIN, "unknown": ("30", "37\u0661\u0662")}),
    (f"(01){GTIN}(999)x", {"kind": "gs1", "certain": True, "gtin14": GTIN, "unknown": ("(999)x",)}),
    ("010950110153000", {"kind": "bare"}),
    # Digital Link
    ("https://id.gs1.org/01/9501101530003/10/AB%2F1?17=270131&utm_source=x&9999=y", {
        "kind": "gs1", "certain": True, "gtin14": GTIN, "lot": "AB/1", "expiry": date(2027, 1, 31),
        "unknown": ("(9999)y",)}),
    ("https://brand.example/shop/gtin/9501101530003/ser/7", {
        "kind": "gs1", "certain": True, "gtin14": GTIN, "serial": "7"}),
    ("https://example.com/01/12", {"kind": "url", "certain": True}),
    ("http://[", {"kind": "url", "certain": True}),
    # EPC: the examples of the Tag Data Standard
    ("3034257BF400B7800004CB2F", {
        "kind": "epc", "gtin14": "00614141007349", "serial": "314159", "epc": "urn:epc:id:sgtin:0614141.000734.314159"}),
    ("urn:epc:id:sgtin:0614141.112345.400", {
        "kind": "epc", "certain": True, "gtin14": "10614141123459", "serial": "400",
        "epc": "urn:epc:id:sgtin:0614141.112345.400"}),
    ("URN:EPC:TAG:SGTIN-198:3.0614141.712345.32a%2Fb", {
        "kind": "epc", "certain": True, "gtin14": "70614141123451", "serial": "32a/b",
        "epc": "urn:epc:id:sgtin:0614141.712345.32a%2Fb"}),
    ("3674257BF6B7A659B2C2BF1000000000000000000000000000", {
        "kind": "epc", "gtin14": "70614141123451", "serial": "32a/b", "epc": "urn:epc:id:sgtin:0614141.712345.32a%2Fb"}),
    ("urn:epc:id:sscc:0614141.1234567890", {
        "kind": "epc", "certain": True, "sscc": "106141412345678908", "epc": "urn:epc:id:sscc:0614141.1234567890"}),
    ("3174257BF4499602D2000000", {
        "kind": "epc", "sscc": "106141412345678908", "epc": "urn:epc:id:sscc:0614141.1234567890"}),
    ("urn:epc:class:lgtin:4012345.012345.998877", {
        "kind": "epc", "certain": True, "gtin14": "04012345123456", "lot": "998877",
        "epc": "urn:epc:class:lgtin:4012345.012345.998877"}),
    ("urn:epc:id:sgln:0614141.12345.400", {
        "kind": "epc", "certain": True, "gln": "0614141123452", "gln_extension": "400",
        "epc": "urn:epc:id:sgln:0614141.12345.400"}),
    ("urn:epc:id:grai:0614141.12345.400", {
        "kind": "epc", "certain": True, "asset": "00614141123452400", "epc": "urn:epc:id:grai:0614141.12345.400"}),
    ("urn:epc:id:gid:95100000.12345.400", {
        "kind": "epc", "certain": True, "serial": "400", "epc": "urn:epc:id:gid:95100000.12345.400"}),
    ("urn:epc:id:sgtin:0614141.1.400", {"kind": "bare"}),
    ("30FF257BF400B7800004CB2F", {"kind": "bare"}),
    ("E2801160600002084A2C1B2D", {"kind": "bare"}),
    # own labels
    ("PSMS:lot?p=GLUE-5&l=%E6%89%B9%201&q=12.5&x=2027-01-31&z=new", {
        "kind": "own", "certain": True, "product_code": "GLUE-5", "lot": "批 1", "quantity": Decimal("12.5"),
        "expiry": date(2027, 1, 31), "unknown": ("z=new",)}),
    ("]Q1psms:bin?b=A-01-02", {"kind": "own", "certain": True, "symbology": "]Q1", "bin": "A-01-02"}),
    ("PSMS:package?c=106141412345678908", {"kind": "own", "certain": True, "sscc": "106141412345678908"}),
    ("PSMS:lot?q=NaN&x=tomorrow&g=6901234567893", {
        "kind": "own", "certain": True, "errors": ("quantity:q", "date:x", "check_digit:g")}),
    ("PSMS:ghost?b=1", {"kind": "bare"}),
    # anything else
    ("", {"kind": "empty"}),
    (" \r\n", {"kind": "empty"}),
    ("FAN-01", {"kind": "bare"}),
    ("电饭煲 5L", {"kind": "bare"}),
    ("]C1", {"kind": "bare"}),
    ("]zz12345", {"kind": "bare", "symbology": "]zz"}),
    ("a\x00b", {"kind": "bare", "errors": ("control",)}),
    ("\u202e6901234567892", {"kind": "bare", "errors": ("control",)}),
    ("６９０１２３４５６７８９２", {"kind": "bare"}),
    ("😀" * 100, {"kind": "bare"}),
    ("7" * 4097, {"kind": "bare", "errors": ("too_long",)}),
    (None, {"kind": "empty"}),
]

#: pieces of real codes, cut and joined at random
PIECES = ["30", "37", "]C1", "]d2", "]Q3", "]", "(", ")", "(01)", "01", GTIN, "10", "21", "17", "270131", "3103", "001250",
          "8003", "00106141412345678908", GS, "<GS>", "#", "https://", "id.gs1.org/01/", "?17=", "urn:epc:id:", "sgtin:",
          "urn:epc:tag:", "sgtin-96:", "0614141.", "812345", "3034257BF400B78", "PSMS:", "lot?", "q=", "&", "%", "%2", "😀",
          "\u202e", "\x00", "批", "\u0660", "٣", "x" * 300, "9" * 50]


def filled(reading):
    return {name: value for name, value in vars(reading).items()
            if name not in ("raw", "text", "elements") and value not in ("", None, (), False)}


@tagged("post_install", "-at_install")
class TestCodeParser(BaseCase):
    """The parser needs no database: every form of code to one normal form, and no input breaks it."""

    def test_golden(self):
        for code, expected in GOLDEN:
            with self.subTest(code=str(code)[:60]):
                self.assertEqual(filled(parse(code)), expected)

    def test_years_lie_around_the_present_one(self):
        for year, code, expected in [(2026, "760131", 2076), (2026, "770131", 1977), (2060, "050131", 2105)]:
            self.assertEqual(parse(f"(17){code}", year=year).expiry, date(expected, 1, 31))

    def test_labels_are_read_back(self):
        elements = [("01", GTIN), ("10", "L(1)/a"), ("17", "270131"), ("37", "5")]
        reading = parse("]C1" + code_gs1.element_string(elements))
        self.assertEqual(reading.elements, tuple(elements))
        self.assertEqual(parse(code_gs1.bracketed([("01", GTIN), ("10", "L-1")])).lot, "L-1")
        for identifier, value in [("10", "批"), ("10", "x" * 21), ("10", ""), ("01", "6901234567892"), ("17", "271301"),
                                  ("10", "a#b"), ("10", "a\x1db"), ("10", None)]:
            self.assertFalse(code_gs1.allowed(identifier, value), value)

    @seed(4)
    @settings(max_examples=150, deadline=None, database=None)
    @given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=20).map("".join))
    def test_nothing_breaks_it(self, code):
        reading = parse(code)
        self.assertEqual(reading.raw, code)
        for number in (reading.gtin14, reading.content_gtin14, reading.sscc, reading.gln):
            self.assertTrue(not number or code_gs1.fits_check_digit(number))

    @seed(4)
    @settings(max_examples=60, deadline=None, database=None)
    @given(st.text(min_size=1, max_size=40), st.text(max_size=20), st.decimals(0, 10**6, places=3))
    def test_own_codes_come_back(self, product, lot, quantity):
        printable = product.isprintable() and lot.isprintable()
        reading = parse(code_own.write("lot", p=product, l=lot, q=str(quantity)))
        self.assertEqual((reading.kind, reading.quantity), ("own", quantity))
        if printable:
            self.assertEqual((reading.product_code, reading.lot), (product, lot))

    def test_quick_at_any_length(self):
        chance = random.Random(4)
        codes = ["]C1" + "10A" + GS * 4000, "]C1" + "11260131" * 500, "(" * 4096, "(10)a" * 800, "9" * 4096,
                 "https://x/01/" + "1/" * 2000, "PSMS:lot?" + "q=1&" * 900, "urn:epc:id:sgtin:" + "0." * 2000]
        for _turn in range(400):
            size = chance.choice((8, 20, 60, 300, 4096))
            code = "".join(chance.choice(PIECES) for _piece in range(size // 3 + 1))
            codes.append(code[:size])
        parse("]C101" + GTIN)  # the tables of identifiers are loaded once
        times = []
        for code in codes:
            start = time.perf_counter()
            parse(code)
            times.append(time.perf_counter() - start)
        self.assertLess(sorted(times)[int(len(times) * 0.99)], 0.05)
