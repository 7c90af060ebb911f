import base64
import binascii
import re
import zlib

from PIL import Image, ImageChops

from odoo.tests import tagged

from odoo.addons.psms_stock.services import code_parser

from ..services import label_image, label_layout, label_zpl
from ..services.label_layout import Placed
from ..services.label_spec import Code, Label, Paper, Symbology, Text
from .common import HOSTILE, LONG_NAME, LabelCommon

FIELD = re.compile(r"\^FO(\d+),(\d+)(?:\^BY(\d+),3,10)?\^B([CQX])([^\^]*)\^FH\\\^FD([^\^~]*)\^FS")
GRAPHIC = re.compile(r"\^FO(\d+),(\d+)\^GFA,(\d+),(\d+),(\d+),:Z64:([A-Za-z0-9+/=]+):([0-9A-F]{4})\^FS")
SET_C, SET_B = "C", "B"


def unescape(data):
    """What ^FH makes of a field."""
    raw = re.sub(rb"\\([0-9A-F]{2})", lambda found: bytes([int(found[1], 16)]), data.encode())
    return raw.decode()


def scanned_128(data):
    """What a scanner sends for a field of ^BC in mode N."""
    out, current, place = [], {">;": SET_C, ">:": SET_B}[data[:2]], 2
    while place < len(data):
        pair = data[place:place + 2]
        if pair in (">5", ">6"):
            current = SET_C if pair == ">5" else SET_B
        elif pair == ">8":
            out.append("]C1" if not out else "\x1d")
        elif pair in (">0", ">=", "><"):
            out.append({">0": ">", ">=": "~", "><": "^"}[pair])
        elif current == SET_C:
            if not pair.isdigit():
                raise AssertionError(f"{pair} in set C")
            out.append(pair)
        else:
            out.append(data[place])
            place -= 1
        place += 2
    return "".join(out)


@tagged("post_install", "-at_install")
class TestLabelZpl(LabelCommon):
    """What the printer is told: codes with the right content, texts as pictures, nothing that is a command."""

    def fields(self, zpl):
        """The readings of all codes in ZPL."""
        for found in FIELD.finditer(zpl):
            kind, data = found[4], unescape(found[6])
            if kind == "C":
                sent = scanned_128(data)
                yield code_parser.parse(sent if sent.startswith("]C1") else "]C0" + sent)
            elif kind == "Q":
                self.assertTrue(data.startswith("MA,"))
                yield code_parser.parse("]Q1" + data[3:])
            else:
                self.assertTrue(data.startswith("_1"))
                yield code_parser.parse("]d2" + data[2:].replace("_1", "\x1d").replace("__", "_"))

    def picture(self, zpl, paper):
        """The graphics of ZPL, drawn together."""
        image = Image.new("1", (label_image.dots(paper.width, paper), label_image.dots(paper.height, paper)), 1)
        for found in GRAPHIC.finditer(zpl):
            x, y, size, total, across = (int(found[part]) for part in range(1, 6))
            self.assertEqual(f"{binascii.crc_hqx(found[6].encode(), 0):04X}", found[7])
            data = zlib.decompress(base64.b64decode(found[6]))
            self.assertEqual((len(data), size), (total, total))
            part = ImageChops.invert(Image.frombytes("1", (across * 8, total // across), data).convert("L")).convert("1")
            # bits that fill up the last byte are white and may lie over what is there
            there = image.crop((x, y, x + part.width, y + part.height))
            image.paste(ImageChops.logical_and(there, part), (x, y))
        return image

    def check(self, template, record, quantity):
        job = self.job(template, record, quantity, copies=3)
        zpl = job.zpl()
        self.assertEqual(zpl.count("^XA"), 1)
        self.assertEqual(zpl.count("^XZ"), 1)
        self.assertIn("^PQ3,", zpl)
        self.assertTrue(zpl.isascii())
        left = GRAPHIC.sub("", FIELD.sub("", zpl))
        self.assertRegex(left, r"^\^XA\n\^PW\d+\n\^LL\d+\n\^LH0,0\n\^CI28\n\s*\^PQ3,0,1,Y\n\^XZ\n$")
        # the same codes say the same as on paper
        paper = {(reading.elements, reading.text) for reading in self.scan(job.preview())}
        self.assertEqual({(reading.elements, reading.text) for reading in self.fields(zpl)}, paper)
        placed = next(job._placed())[0]
        texts = label_image.draw(Placed(placed.texts, ()), job.paper)
        self.assertIsNone(ImageChops.difference(self.picture(zpl, job.paper).convert("L"), texts.convert("L")).getbbox())

    def test_every_single_template(self):
        for template in self.env["psms.label.template"].search([("is_sheet", "=", False)]):
            for record, quantity in self.records_of(template.kind):
                with self.subTest(template=template.name, record=record.display_name):
                    self.check(template, record, quantity)

    def test_hostile_content(self):
        for number, name in enumerate(HOSTILE):
            product = self.env["product.product"].create(
                {"name": f"{name}{LONG_NAME}", "is_storable": True, "default_code": f"{name[:30]}{number}", "tracking": "lot"})
            lot = self.env["stock.lot"].create({"name": f"{name[:40]}^~{number}", "product_id": product.id})
            with self.subTest(name=name):
                self.check(self.template("lot_100x60"), lot, 1)

    def test_code_128_writes_what_it_is_given(self):
        for text in ["A-01", "123456", "12345", "1", "A123456B", "~^>", "a>8b", "0012", "12AB3456789"]:
            self.assertEqual(scanned_128(label_zpl.code_128([text])), text)
        self.assertEqual(scanned_128(label_zpl.code_128(["0106901234567892" + "10A", "3712"], gs1=True)),
                         "]C1010690123456789210A\x1d3712")

    def test_escapes(self):
        self.assertEqual(label_zpl.escape("a^b~c\\批"), "a\\5Eb\\7Ec\\5C\\E6\\89\\B9")
        placed = label_layout.place(Label(
            (Text("^XZ^XA~JR"),), (), Code(Symbology.QR, text="^XZ~JR\\5E")), Paper(60, 40))
        zpl = label_zpl.write([placed], Paper(60, 40), [1])
        self.assertEqual((zpl.count("^XA"), zpl.count("^XZ"), zpl.count("~")), (1, 1, 0))
