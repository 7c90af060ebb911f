from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..services.numbers import read_sum
from .common import CountCommon


@tagged("post_install", "-at_install")
class TestCountEntry(CountCommon):
    """What people enter at the desk and on the phone, and what is refused with a reason."""

    def test_each_line_is_counted_by_one_person(self):
        count = self.count()
        line = self.line(count, self.fan, self.bin_a)
        self.enter(self.ann, (line, 17))
        with self.assertRaisesRegex(UserError, "has been counted by Ann at"):
            self.enter(self.bob, (line, 18))
        self.enter(self.ann, (line, 19))
        self.assertEqual((line.first_qty, line.first_by_id), (19, self.ann))
        self.enter(self.chief, (line, 20))
        self.assertEqual((line.first_qty, line.first_by_id), (20, self.chief))

    def test_all_or_nothing(self):
        count = self.count()
        first, second = count.line_ids[:2]
        with self.assertRaises(UserError):
            self.enter(self.ann, (first, 20), (second, -1))
        self.assertEqual(first.state, "open")

    def test_impossible_quantities(self):
        count = self.count()
        fan, serial = self.line(count, self.fan, self.bin_a), self.line(count, self.cooker, self.bin_b)
        for quantity in (-1, 1e300, float("nan"), float("inf")):
            with self.assertRaisesRegex(UserError, "0 or more"):
                self.enter(self.ann, (fan, quantity))
        with self.assertRaisesRegex(UserError, "finer than the unit"):
            self.enter(self.ann, (fan, 1.00001))
        with self.assertRaisesRegex(UserError, "once"):
            self.enter(self.ann, (serial, 2))
        self.enter(self.ann, (serial, 0))
        with self.assertRaisesRegex(UserError, "is not in"):
            count.with_user(self.ann).psms_enter([[0, 1]])

    def test_only_those_named_count(self):
        count = self.count(user_ids=[self.ann.id])
        with self.assertRaisesRegex(UserError, "is to be counted by Ann"):
            self.enter(self.bob, (count.line_ids[0], 20))
        self.enter(self.ann, (count.line_ids[0], 20))

    def test_typing_at_the_desk(self):
        count = self.count()
        line = self.line(count, self.fan, self.bin_a).with_user(self.ann)
        line.web_save({"entry": "12+7"}, {"entry": {}})
        self.assertEqual((line.sudo().first_qty, line.entry, line.state), (19, "19", "counted"))
        line.web_save({"entry": "0"}, {"entry": {}})
        self.assertEqual((line.sudo().first_qty, line.entry, line.state), (0, "0", "counted"), "nothing is a quantity too")
        with self.assertRaisesRegex(UserError, "no quantity"):
            line.entry = "a dozen"

    def test_sums(self):
        for text, number in (("31", 31), ("24+24+7", 55), ("1,012.5", 1012.5), (" 3 ", 3), ("＋3", None), ("=2+2", 4), (".5", .5),
                             ("12,5", None), ("1e5", None), ("-3", None), ("nan", None), ("٣", None), ("+", None)):
            with self.subTest(text=text):
                if number is None:
                    with self.assertRaises(UserError):
                        read_sum(self.env, text)
                else:
                    self.assertEqual(read_sum(self.env, text), number)

    def test_found_goods(self):
        count = self.count(location_ids=[self.bin_c.id, self.bin_a.id])
        keeper = count.with_user(self.ann)
        with self.assertRaisesRegex(UserError, "by lot or serial number"):
            keeper.psms_found(self.bin_c.id, self.glue.id, 3)
        line = count.line_ids.browse(keeper.psms_found(self.bin_c.id, self.glue.id, 3, lot_name="NEW-9"))
        self.assertEqual((line.kind, line.lot_id.name, line.first_qty, line.book_qty), ("found", "NEW-9", 3, 0))
        self.assertEqual(keeper.psms_found(self.bin_c.id, self.glue.id, 4, lot_name="NEW-9"), line.id, "counted once more")
        self.assertEqual(line.first_qty, 4)
        with self.assertRaisesRegex(UserError, "counted by Ann"):
            count.with_user(self.bob).psms_found(self.bin_c.id, self.glue.id, 5, lot_name="NEW-9")
        known = self.line(count, self.fan, self.bin_a)
        self.assertEqual(keeper.psms_found(self.bin_a.id, self.fan.id, 20), known.id, "it was in the list after all")
        self.enter(self.ann, (self.line(count, self.glue, self.bin_a), 8))
        self.finish(self.ann, count)
        self.enter(self.bob, (line, 4))
        self.finish(self.bob, count)
        count.with_user(self.chief).action_approve()
        self.assertEqual(self.book(self.glue, self.bin_c, line.lot_id), 4)

    def test_found_goods_must_be_possible(self):
        count = self.count(location_ids=[self.bin_a.id])
        keeper = count.with_user(self.ann)
        with self.assertRaisesRegex(UserError, "is no bin of the warehouse"):
            keeper.psms_found(self.env.ref("stock.stock_location_customers").id, self.fan.id, 1)
        service = self.env["product.product"].create({"name": "Advice", "type": "service"})
        with self.assertRaisesRegex(UserError, "not kept in stock"):
            keeper.psms_found(self.bin_a.id, service.id, 1)
        other = self.count(location_ids=[self.bin_b.id])
        with self.assertRaisesRegex(UserError, f"being counted in {other.name}"):
            keeper.psms_found(self.bin_b.id, self.fan.id, 5)

    def test_found_goods_by_form(self):
        count = self.count(location_ids=[self.bin_a.id])
        form = Form(self.env["psms.count.found"].with_user(self.ann).with_context(default_count_id=count.id))
        form.location_id, form.product_id, form.quantity = self.bin_c, self.bolt, 12
        form.save().action_add()
        self.assertEqual(self.line(count, self.bolt, self.bin_c).first_qty, 12)

    def test_found_in_the_second_round_needs_a_supervisor(self):
        self.company.psms_count_keeper_limit = 1000
        count = self.count(location_ids=[self.bin_a.id])
        self.enter_book(self.ann, count, CFAN=19)
        self.finish(self.ann, count)
        self.enter(self.bob, (self.line(count, self.fan, self.bin_a), 20))
        count.with_user(self.bob).psms_found(self.bin_c.id, self.fan.id, 1)
        self.finish(self.bob, count)
        self.assertEqual(count.state, "to_approve")
        self.assertTrue(self.line(count, self.fan, self.bin_c).disagree, "one person alone has seen it")

    def test_a_bin_is_emptied_with_one_tap(self):
        count = self.count()
        self.assertEqual(count.with_user(self.ann).psms_bin_empty(self.bin_a.id), 2)
        lines = count.line_ids.filtered(lambda line: line.location_id == self.bin_a)
        self.assertEqual((lines.mapped("state"), lines.mapped("first_qty")), (["counted", "counted"], [0, 0]))

    def test_screen_does_not_lead_back_to_what_one_counted_first(self):
        count = self.count(location_ids=[self.bin_a.id])
        self.enter_book(self.ann, count, CFAN=19)
        self.finish(self.ann, count)
        self.assertEqual(count.state, "recount")
        first, second = (count.with_user(person).psms_screen() for person in (self.ann, self.bob))
        self.assertEqual((first["bins_waiting"], first["bin"]["waiting"], first["count"]["waiting"]), (0, 0, 1))
        self.assertEqual((second["bins_waiting"], second["bin"]["waiting"], second["count"]["waiting"]), (1, 1, 1))

    def test_screen_leads_from_bin_to_bin(self):
        count = self.count()
        keeper = count.with_user(self.ann)
        screen = keeper.psms_screen()
        self.assertEqual((screen["bin"]["id"], screen["number"], screen["bins"]), (self.bin_a.id, 1, 2))
        self.assertEqual((screen["previous"], screen["next"], screen["next_waiting"]), (False, self.bin_b.id, self.bin_b.id))
        keeper.psms_bin_empty(self.bin_a.id)
        screen = keeper.psms_screen()
        self.assertEqual((screen["bin"]["id"], screen["bins_waiting"], screen["previous"]), (self.bin_b.id, 1, self.bin_a.id))
        with self.assertQueryCount(40):
            self.env.invalidate_all()
            keeper.psms_screen(self.bin_a.id)
