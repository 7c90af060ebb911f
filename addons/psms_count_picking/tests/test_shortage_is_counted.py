from odoo.tests import tagged

from odoo.addons.psms_picking.services import pick_exception
from odoo.addons.psms_picking.tests.common import PickingCommon


@tagged("post_install", "-at_install")
class TestShortageIsCounted(PickingCommon):

    def test_request_once_for_each_bin_and_product(self):
        self.stock_up(self.bolt, 6, self.a1)
        line = self.delivery([(self.bolt, 4)]).move_line_ids.with_user(self.keeper)
        pick_exception.report(line, "short", 1, takes=[])
        pick_exception.report(line, "short", 1, takes=[])
        request = self.env["psms.count.request"].search([("location_id", "=", self.a1.id)])
        self.assertEqual((request.product_id, request.source, request.state, request.user_id),
                         (self.bolt, "picking", "open", self.keeper))
