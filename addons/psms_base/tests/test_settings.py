from odoo.exceptions import ValidationError

from .common import PsmsCommon


class TestSettings(PsmsCommon):
    def settings(self, **values):
        return self.as_role("administrator")["res.config.settings"].create(values)

    def test_saved(self):
        chinese = self.env["res.lang"]._activate_lang("zh_CN")
        self.settings(
            psms_tz="Asia/Urumqi", psms_document_lang_id=chinese.id, psms_document_paper="A5",
            psms_request_days=90, psms_outbox_alarm_minutes=5,
        ).execute()
        self.assertEqual(self.company.psms_tz, "Asia/Urumqi")
        self.assertEqual(self.company.psms_document_lang_id, chinese)
        self.assertEqual(self.company.psms_document_paper, "A5")
        parameter = self.env["ir.config_parameter"].get_param
        self.assertEqual(parameter("psms_base.request_days"), "90")
        self.assertEqual(parameter("psms_base.outbox_alarm_minutes"), "5")

    def test_defaults_are_shown(self):
        shown = self.settings()
        self.assertEqual((shown.psms_request_days, shown.psms_outbox_alarm_minutes), (30, 15))

    def test_limits(self):
        with self.assertRaises(ValidationError):
            self.settings(psms_request_days=29)
        with self.assertRaises(ValidationError):
            self.settings(psms_outbox_alarm_minutes=0)
