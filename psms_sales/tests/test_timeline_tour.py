from odoo.tests import HttpCase, tagged

from .common import PsmsSalesCommon


@tagged("post_install", "-at_install")
class TestTimelineTour(PsmsSalesCommon, HttpCase):

    def test_timeline_on_the_order(self):
        """A salesperson sees where the order stands and opens its delivery from there."""
        self.seller.password = "psms_seller"
        order = self.confirm(self.order())
        self.start_tour(f"/odoo/sales/{order.id}", "psms_sales_timeline", login="psms_seller")
