from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestJobDialog(HttpCase):
    def test_hoot(self):
        """The dialog and what goes on behind it, in JavaScript."""
        for preset in ("desktop", "mobile"):
            with self.subTest(preset=preset):
                self.browser_js(
                    f"/web/tests?headless&loglevel=2&preset={preset}&timeout=15000&filter=%40psms_job", "", "",
                    login="admin", timeout=300, success_signal="[HOOT] Test suite succeeded")
