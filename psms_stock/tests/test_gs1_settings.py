from lxml import etree

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestGs1Settings(TransactionCase):

    def test_numbers_are_checked(self):
        company = self.env.company
        for values in (
            {"psms_gs1_prefix": "69012345x"}, {"psms_gs1_prefix": "690"}, {"psms_gs1_prefix": "6901234567890"},
            {"psms_gs1_prefix": "６９０１２３"}, {"psms_gln": "6901234500001"}, {"psms_gln": "690"},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError), self.env.cr.savepoint():
                company.write(values)
        for prefix in ("6901", "690123456", "690123456789"):
            company.psms_gs1_prefix = prefix
        company.write({"psms_gln": "6901234500004"})
        company.write({"psms_gln": False, "psms_gs1_prefix": False})

    def test_one_place_in_the_settings(self):
        """Whatever modules are installed, each setting of GS1 stands once, and all stand in one block."""
        arch = etree.fromstring(self.env["res.config.settings"].get_view(
            self.env.ref("base.res_config_settings_view_form").id, "form")["arch"])
        [block] = arch.xpath("//app[@name='psms_base']/block[@name='psms_gs1']")
        for name in ("psms_gs1_prefix", "psms_gln"):
            [field] = arch.xpath(f"//field[@name='{name}']")
            self.assertIn(block, field.iterancestors())
