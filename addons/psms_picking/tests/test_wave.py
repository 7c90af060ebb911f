from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import PickingCommon

#: Wednesday, ten in the morning in Shanghai
NOW = "2031-03-05 02:00:00"


@tagged("post_install", "-at_install")
class TestWave(PickingCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for product, location in ((cls.bolt, cls.a1), (cls.nut, cls.b1)):
            cls.stock_up(product, 1000, location)
        cls.kind.cutoff_hour = 16

    def setUp(self):
        super().setUp()
        self.enterContext(freeze_time(NOW))

    def at(self, days=0):
        return fields.Datetime.now() + timedelta(days=days)

    def wizard(self, **values):
        return self.env["psms.wave.release"].with_user(self.keeper).create(
            {"rule_id": False, "picking_type_id": self.kind.id, "max_transfers": 0, **values})

    def release(self, **values):
        wizard = self.wizard(**values)
        wizard.action_release()
        return self.env["stock.picking.batch"].search([("release_id", "!=", False)], order="id")

    # === WHICH === #

    def test_preview_shows_what_leaves_first_and_what_is_late(self):
        later = self.delivery([(self.bolt, 1)], scheduled_date=self.at(2))
        late = self.delivery([(self.bolt, 3), (self.nut, 2)], scheduled_date=self.at(-1))
        today = self.delivery([(self.nut, 4)], scheduled_date=self.at())
        self.assertEqual(today.ship_by, fields.Datetime.to_datetime("2031-03-05 08:00:00"), "four o'clock in Shanghai")
        wizard = self.wizard(max_transfers=2)
        first, second = wizard.line_ids
        self.assertEqual(first.picking_ids, late | today)
        self.assertEqual((first.line_count, first.weight, first.late_count), (3, 9, 1))
        self.assertAlmostEqual(first.volume, 0.15)
        self.assertEqual(second.picking_ids, later)
        self.assertEqual((wizard.batch_count, wizard.transfer_count, wizard.line_count, wizard.late_count), (2, 3, 4, 1))
        self.assertFalse((late | today | later).batch_id, "a preview makes nothing")

    def test_due_zone_customer_mix_category(self):
        category = self.env["product.category"].create({"name": "Fasteners"})
        self.bolt.categ_id = category
        bolts = self.delivery([(self.bolt, 1)], scheduled_date=self.at())
        nuts = self.delivery([(self.nut, 1)], self.south, scheduled_date=self.at(1))
        both = self.delivery([(self.bolt, 1), (self.nut, 1)], self.south, scheduled_date=self.at(5))
        for values, expected in (
            ({}, bolts | nuts | both),
            ({"due": "today"}, bolts),
            ({"due": "tomorrow"}, bolts | nuts),
            ({"zone_ids": self.zone_a.ids}, bolts | both),
            ({"partner_ids": self.south.ids}, nuts | both),
            ({"product_mix": "single"}, bolts | nuts),
            ({"product_mix": "mixed"}, both),
            ({"category_ids": category.ids}, bolts),
            ({"zone_ids": self.zone_b.ids, "product_mix": "single"}, nuts),
        ):
            commands = {
                name: [Command.set(value)] if isinstance(value, list) else value for name, value in values.items()}
            self.assertEqual(self.wizard(**commands).line_ids.picking_ids, expected, values)

    def test_incomplete_transfers_can_be_left_out(self):
        short = self.delivery([(self.bolt, 1), (self.nut, 2000)])
        self.assertEqual(short.state, "assigned")
        self.assertEqual(self.wizard().line_ids.picking_ids, short)
        self.assertFalse(self.wizard(only_complete=True).line_ids)

    def test_groups(self):
        first = self.delivery([(self.bolt, 1)])
        second = self.delivery([(self.bolt, 2)], self.south)
        third = self.delivery([(self.nut, 1)])
        fourth = self.delivery([(self.nut, 1)], scheduled_date=self.at(1))
        for values, expected in (
            ({"group_partner": True}, [first | third | fourth, second]),
            ({"group_cutoff": True}, [first | second | third, fourth]),
            ({"group_product": True}, [first | second, third | fourth]),
            ({"group_zone": True}, [first | second, third | fourth]),
            ({"method": "order"}, [first, second, third, fourth]),
        ):
            self.assertEqual([line.picking_ids for line in self.wizard(**values).line_ids], expected, values)

    # === HOW === #

    def test_batches_of_a_release(self):
        pickings = self.delivery([(self.bolt, 1)]) | self.delivery([(self.nut, 1)])
        batch = self.release(user_id=self.keeper.id)
        self.assertEqual(batch.picking_ids, pickings)
        self.assertEqual((batch.state, batch.user_id, batch.pick_method), ("in_progress", self.keeper, "batch"))
        self.assertEqual((batch.release_id.transfer_count, batch.release_id.progress), (2, 0))
        pickings.move_ids.picked = True
        batch.action_done()
        self.assertEqual((batch.state, batch.release_id.progress), ("done", 100))

    def test_cluster_gives_each_transfer_a_tote(self):
        empty = self.env["stock.package"].create({"package_type_id": self.tote.id})
        pickings = self.delivery([(self.bolt, 1), (self.nut, 1)]) | self.delivery([(self.nut, 1)])
        batch = self.release(method="cluster", tote_type_id=self.tote.id)
        totes = [picking.move_line_ids.result_package_id for picking in pickings]
        self.assertEqual([len(tote) for tote in totes], [1, 1])
        self.assertEqual(len(batch.move_line_ids.result_package_id), 2)
        self.assertIn(empty, totes, "an empty tote is used again")
        self.assertEqual(batch.move_line_ids.result_package_id.package_type_id, self.tote)

    def test_zone_picking_splits_and_meets_again(self):
        both = self.delivery([(self.bolt, 1), (self.nut, 2)])
        only_a = self.delivery([(self.bolt, 5)])
        waves = self.release(method="zone")
        self.assertEqual(waves.mapped("is_wave"), [True, True])
        self.assertEqual(waves.pick_zone_id, self.zone_a | self.zone_b)
        wave_a = waves.filtered(lambda wave: wave.pick_zone_id == self.zone_a)
        wave_b = waves - wave_a
        self.assertEqual(wave_a.move_line_ids.location_id, self.a1)
        self.assertEqual(sum(wave_a.move_line_ids.mapped("quantity")), 6)
        self.assertEqual(wave_b.move_line_ids.mapped("quantity"), [2])
        self.assertIn(only_a, wave_a.picking_ids)
        parts = (wave_a | wave_b).picking_ids - only_a
        self.assertEqual(len(parts), 2)
        self.assertIn(both, parts)
        split = parts - both
        self.assertEqual(split.split_root_id, both)
        self.assertIn(split.name, both.split_note)
        self.assertIn(both.name, split.split_note)
        self.assertEqual(sum(parts.move_ids.mapped("product_uom_qty")), 3, "nothing was lost or doubled")
        self.reserved_in_step()

    def test_one_zone_of_a_wave(self):
        both = self.delivery([(self.bolt, 1), (self.nut, 2)])
        wave = self.release(method="zone", zone_ids=[Command.set(self.zone_b.ids)])
        self.assertEqual(wave.move_line_ids.product_id, self.nut)
        left = (both | wave.picking_ids).filtered(lambda picking: not picking.batch_id)
        self.assertEqual(left.move_line_ids.product_id, self.bolt, "the rest waits for a later wave")

    def test_what_somebody_else_took_meanwhile_is_left_to_them(self):
        first = self.delivery([(self.bolt, 1)])
        wizard = self.wizard()
        self.release()
        second = self.delivery([(self.bolt, 1)])
        with self.assertRaisesRegex(UserError, "Nothing is left to release"):
            wizard.action_release()
        self.assertEqual(len(first.batch_id), 1)
        self.assertFalse(second.batch_id, "nobody has looked at it in the preview")

    # === RULES === #

    def test_a_rule_fills_the_wizard(self):
        rule = self.env["psms.release.rule"].create({
            "name": "Parcels", "picking_type_id": self.kind.id, "method": "cluster", "max_lines": 7,
            "zone_ids": [Command.set(self.zone_a.ids)], "tote_type_id": self.tote.id})
        action = rule.with_user(self.keeper).action_release()
        form = Form(self.env["psms.wave.release"].with_user(self.keeper).with_context(**action["context"]))
        self.assertEqual((form.method, form.max_lines, form.tote_type_id), ("cluster", 7, self.tote))
        self.assertEqual(form.zone_ids[:], self.zone_a)
        form.rule_id = self.env["psms.release.rule"].create(
            {"name": "Singles", "picking_type_id": self.kind.id, "method": "order"})
        self.assertEqual((form.method, len(form.zone_ids)), ("order", 0))

    def test_the_dialog_opens_in_the_web_client(self):
        """The client asks for the name of each zone too, also where no zone is meant."""
        self.deliveries(2, [(self.bolt, 1)])
        answer = self.env["psms.wave.release"].with_user(self.keeper).with_context(
            default_picking_type_id=self.kind.id, default_rule_id=False,
        ).onchange({}, [], {
            "picking_type_id": {}, "method": {},
            "line_ids": {"fields": {"number": {}, "zone_id": {"fields": {"display_name": {}}}}},
        })
        lines = [command[2] for command in answer["value"]["line_ids"]]
        self.assertEqual([(line["number"], line["zone_id"]) for line in lines], [(1, False)])

    def test_automatic_rules_release_by_themselves(self):
        rules = self.env["psms.release.rule"].create([
            {"name": "Singles", "picking_type_id": self.kind.id, "product_mix": "single", "automatic": True, "sequence": 1},
            {"name": "By hand", "picking_type_id": self.kind.id, "sequence": 2},
        ])
        single = self.delivery([(self.bolt, 1)])
        mixed = self.delivery([(self.bolt, 1), (self.nut, 1)])
        with self.enter_registry_test_mode():
            self.env.ref("psms_picking.ir_cron_release").method_direct_trigger()
        self.assertEqual(single.batch_id.release_id.rule_id, rules[0])
        self.assertFalse(mixed.batch_id)
        self.assertTrue(rules[0].last_release)

    def test_preview_of_200_transfers_costs_as_much_as_of_20(self):
        few = self.env["psms.wave.release"]

        def preview():
            few.create({"rule_id": False, "picking_type_id": self.kind.id, "max_transfers": 10})

        lines = [(self.bolt, 1), (self.nut, 1)]
        self.deliveries(20, lines)
        preview()
        small = self.statements(preview)
        self.deliveries(180, lines)
        large = self.statements(preview)
        self.assertLessEqual(large, small + 2, "the rows of the preview are stored a thousand at a time")
