from odoo.tests import HttpCase, new_test_user, tagged

from .common import TraceCommon


@tagged("post_install", "-at_install")
class TestTraceTour(TraceCommon, HttpCase):

    def test_from_a_label_to_the_customer(self):
        self.customer.name = "Tour Customer"
        motor, board = self.lot(self.motor, "TOUR-M1"), self.lot(self.board, "TOUR-B1")
        self.receive([(motor, 10)])
        self.make([(motor, 4)], [(board, 2)])
        self.deliver([(board, 1)])
        new_test_user(
            self.env, login="trace_tour", password="trace_tour", groups="psms_base.group_inspector",
            company_id=self.company.id)
        self.start_tour("/odoo/psms-trace", "psms_trace_tour", login="trace_tour")
