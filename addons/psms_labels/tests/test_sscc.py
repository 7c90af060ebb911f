from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.barcode import check_barcode_encoding

from ..services import sscc
from .common import LabelCommon


@tagged("post_install", "-at_install")
class TestSscc(LabelCommon):
    """Numbers of packages: right, and no number twice."""

    def test_assigned_on_demand(self):
        packages = self.env["stock.package"].create([{}, {}, {"name": "069012345600000022"}])
        names = packages.mapped("name")
        packages.with_user(self.keeper).action_psms_assign_sscc()
        self.assertTrue(all(packages.mapped("valid_sscc")))
        self.assertEqual(packages[2].name, names[2], "one that has an SSCC keeps it")
        self.assertEqual(len(set(packages.mapped("name"))), 3)
        for package in packages:
            self.assertTrue(check_barcode_encoding(package.name, "sscc"))
            self.assertTrue(package.name.startswith("0690123456"))

    def test_numbers_that_are_taken_are_skipped(self):
        sequence = self.env.ref("psms_labels.sequence_sscc")
        following = sequence.number_next_actual
        self.env["stock.package"].create({"name": sscc.compose("0", "690123456", following)})
        self.assertEqual(sscc.next_code(self.env, self.company), sscc.compose("0", "690123456", following + 1))

    def test_companies_with_one_prefix_do_not_meet(self):
        other = self.env["res.company"].create({"name": "Sister", "psms_gs1_prefix": "690123456"})
        codes = [sscc.next_code(self.env, company) for company in (self.company, other) * 20]
        self.assertEqual(len(set(codes)), 40)

    def test_compose(self):
        # the example of GS1's general specifications, and what follows when a digit's numbers are used up
        self.assertEqual(sscc.compose("1", "0614141", 234567890), "106141412345678908")
        self.assertEqual(sscc.compose("3", "690123456789", 9999)[:17], "36901234567899999")
        self.assertEqual(sscc.compose("3", "690123456789", 10000)[:17], "46901234567890000")
        self.assertEqual(sscc.compose("9", "690123456789", 10000)[:1], "0")

    def test_no_number_without_prefix(self):
        self.company.psms_gs1_prefix = False
        with self.assertRaisesRegex(UserError, "GS1 company prefix"):
            self.env["stock.package"].create({}).action_psms_assign_sscc()
