from odoo.tests import HttpCase, tagged

from .common import CountCommon


@tagged("post_install", "-at_install")
class TestCountTour(CountCommon, HttpCase):
    """The counting screen in a browser, from the first bin to the last."""

    def test_bin_after_bin(self):
        count = self.count()
        self.start_tour(f"/odoo/psms-counts/{count.id}", "psms_count_bin_after_bin", login=self.ann.login)
        self.assertEqual(count.state, "posted")
        self.assertEqual(count.line_ids.mapped("final_qty"), [20, 8, 1, 5])
        self.assertEqual(count.line_ids.first_by_id, self.ann)
