from odoo.tests import BaseCase, tagged

from ..services import bin_pattern
from ..services.bin_pattern import PatternError, Place


@tagged("post_install", "-at_install")
class TestBinPattern(BaseCase):
    """Plain arithmetic; no database."""

    def test_ranges(self):
        self.assertEqual(bin_pattern.expand("A-D"), ["A", "B", "C", "D"])
        self.assertEqual(bin_pattern.expand("08-11"), ["08", "09", "10", "11"])
        self.assertEqual(bin_pattern.expand("8-11"), ["8", "9", "10", "11"])
        self.assertEqual(bin_pattern.expand("1-3, 7, X"), ["1", "2", "3", "7", "X"])
        self.assertEqual(bin_pattern.expand(""), [])

    def test_what_is_no_range_is_refused(self):
        for text, code in (("F-A", "backwards"), ("9-1", "backwards"), ("A-12", "no_range"), ("A, A", "twice"),
                           ("1-5000", "too_many"), ("a-Z", "no_range")):
            with self.assertRaises(PatternError) as caught:
                bin_pattern.expand(text)
            self.assertEqual(caught.exception.code, code, text)

    def test_template_fills_digits_and_knows_only_its_parts(self):
        values = {"aisle": "A", "rack": "7", "level": "2", "position": ""}
        self.assertEqual(bin_pattern.render("{aisle}-{rack:02}-{level}", values), "A-07-2")
        with self.assertRaises(PatternError):
            bin_pattern.render("{aisle.__class__} {shelf}", values)
        self.assertEqual(bin_pattern.render("{0.__class__}", values), "{0.__class__}", "no format string of Python")

    def test_serpentine_turns_in_every_second_aisle(self):
        rows = bin_pattern.places(["A", "B", "C"], ["1", "2", "10"], ["1", "2"], [])
        walk = [rows[index] for index in sorted(range(len(rows)), key=bin_pattern.walk(rows, serpentine=True).__getitem__)]
        self.assertEqual([f"{row.aisle}{row.rack}.{row.level}" for row in walk], [
            "A1.1", "A1.2", "A2.1", "A2.2", "A10.1", "A10.2",
            "B10.1", "B10.2", "B2.1", "B2.2", "B1.1", "B1.2",
            "C1.1", "C1.2", "C2.1", "C2.2", "C10.1", "C10.2",
        ])

    def test_one_way_begins_every_aisle_at_its_beginning(self):
        rows = [Place("B", "2", "", ""), Place("A", "2", "", ""), Place("A", "1", "", ""), Place("B", "1", "", "")]
        self.assertEqual(bin_pattern.walk(rows, start=100, step=5), [115, 105, 100, 110])
