from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import DashboardCommon


@tagged("post_install", "-at_install")  # a chart of accounts needs every module loaded
class TestMargin(DashboardCommon):
    """Invoices are dated Wednesday 11 February (week 7) unless a test says otherwise."""

    DAY = "2026-02-11"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.chart.template"].try_loading("generic_coa", company=cls.company, install_demo=False)

    def invoice(self, lines, day=DAY, post=True):
        move = lines.order_id._create_invoices()
        move.invoice_date = day
        if post:
            move.action_post()
        return move

    def sold(self, product, quantity, price, **values):
        line = self.order(product, quantity, "2026-02-09 08:00:00", price=price, **values)
        self.ship(line, quantity, "2026-02-09 03:00:00")
        return line

    def assert_week(self, margin, revenue, week=-2):
        point = self.points("margin")[week]
        self.assertAlmostEqual(point.numerator, margin, places=2)
        self.assertAlmostEqual(point.denominator, revenue, places=2)

    def test_cost_of_what_was_delivered(self):
        product = self.make_product("fifo")
        self.receive(product, 10, 10, "2026-01-05 02:00:00")
        self.receive(product, 10, 30, "2026-01-06 02:00:00")
        line = self.sold(product, 15, 100)
        product.standard_price = 99  # the cost of a later day changes nothing
        self.invoice(line)
        self.assert_week(1500 - 250, 1500)

    def test_present_cost_where_nothing_was_delivered(self):
        service = self.env["product.product"].create({
            "name": "Setup", "type": "service", "standard_price": 40, "invoice_policy": "order", "taxes_id": False,
        })
        self.invoice(self.order(service, 2, price=100))
        self.assert_week(120, 200)

    def test_credit_note(self):
        product = self.make_product("average", 20)
        self.receive(product, 10, 20)
        invoice = self.invoice(self.sold(product, 10, 50))
        refund = invoice._reverse_moves([{"invoice_date": self.DAY}])
        refund.invoice_line_ids.quantity = 4
        refund.action_post()
        self.assert_week(6 * 30, 6 * 50)

    def test_other_unit(self):
        product = self.make_product("average", 2)
        self.receive(product, 100, 2)
        self.invoice(self.sold(product, 3, 60, product_uom_id=self.env.ref("uom.product_uom_dozen").id))
        self.assert_week(180 - 72, 180)

    def test_kit(self):
        part = self.make_product("average", 5)
        self.receive(part, 100, 5)
        kit = self.make_product(is_storable=False, cost=0)
        self.env["mrp.bom"].create({
            "product_tmpl_id": kit.product_tmpl_id.id, "type": "phantom",
            "bom_line_ids": [Command.create({"product_id": part.id, "product_qty": 3})],
        })
        self.invoice(self.sold(kit, 4, 100))
        self.assert_week(400 - 60, 400)

    def test_other_currency(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create({
            "currency_id": euro.id, "name": "2026-01-01", "rate": 0.125, "company_id": self.company.id,
        })
        product = self.make_product("average", 20)
        self.receive(product, 10, 20)
        invoice = self.invoice(self.sold(product, 10, 50), post=False)
        invoice.currency_id = euro
        invoice.invoice_line_ids.price_unit = 50
        invoice.action_post()
        self.assert_week(4000 - 200, 4000)

    def test_what_does_not_count(self):
        product = self.make_product("average", 20)
        self.receive(product, 30, 20)
        self.invoice(self.sold(product, 10, 50), post=False)
        self.invoice(self.sold(product, 10, 50), day="2026-02-16")
        self.assert_week(0, 0)
        self.assert_week(300, 500, week=-1)

    def test_down_payment_counts_with_the_goods(self):
        product = self.make_product("average", 20)
        self.receive(product, 10, 20)
        line = self.sold(product, 10, 50)
        wizard = self.env["sale.advance.payment.inv"].create({
            "sale_order_ids": [Command.set(line.order_id.ids)], "advance_payment_method": "fixed", "fixed_amount": 100,
        })
        down_payment = wizard._create_invoices(line.order_id)
        down_payment.invoice_date = "2026-02-04"
        down_payment.action_post()
        self.invoice(line)
        self.assert_week(0, 0, week=-3)
        self.assert_week(300, 500)

    def test_records_and_independent_query(self):
        product = self.make_product("fifo")
        for number in range(6):
            self.receive(product, 10, 10 + number, f"2026-01-0{number + 1} 02:00:00")
        for number in range(5):
            self.invoice(self.sold(product, 7 + number, 40 + number), day=f"2026-02-{4 + 3 * number:02d}")
        rows = self.sql(SQL(
            """
            SELECT extract(week FROM i.invoice_date)::int, sum(i.amount_untaxed_signed), sum(
                   (SELECT sum(m.value) FROM stock_move m JOIN stock_picking p ON p.id = m.picking_id
                     WHERE p.origin = i.invoice_origin AND m.state = 'done'))
              FROM account_move i WHERE i.company_id = %s AND i.state = 'posted' AND i.move_type = 'out_invoice' GROUP BY 1
            """,
            self.company.id,
        ))
        expected = {week: (float(revenue), float(cost)) for week, revenue, cost in rows}
        self.assertEqual(len(expected), 3)
        for week, point in zip(self.weeks(3), self.points("margin", 3), strict=True):
            revenue, cost = expected[week.first.isocalendar().week]
            self.assertAlmostEqual(point.denominator, revenue, places=2)
            self.assertAlmostEqual(point.numerator, revenue - cost, places=2)
            lines = self.records("margin", week)
            self.assertAlmostEqual(sum(lines.mapped("psms_revenue")), revenue, places=2)
            self.assertAlmostEqual(sum(lines.mapped("psms_cost")), cost, places=2)
            self.assertAlmostEqual(sum(lines.mapped("psms_margin")), point.numerator, places=2)
