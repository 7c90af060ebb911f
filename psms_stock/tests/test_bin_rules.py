from odoo.tests import BaseCase, tagged

from ..services.bin_rules import Goods, Limits, Load, Rules, broken, room


@tagged("post_install", "-at_install")
class TestBinRules(BaseCase):
    """Plain arithmetic; no database."""

    def test_room_is_what_the_tightest_limit_leaves(self):
        load = Load()
        load.add(Goods(1, 10, weight=2, volume=0.1))
        rules = Rules(limits=Limits(weight=50, volume=2), of_product={1: 22})
        self.assertEqual(room(rules, load, Goods(1, 5, weight=2, volume=0.1)), (5, ""))
        self.assertEqual(room(rules, load, Goods(1, 30, weight=2, volume=0.1)), (10, "volume"))
        self.assertEqual(room(rules, load, Goods(1, 30, weight=0.5)), (12, "product_full"))

    def test_pieces_stay_whole_but_kilograms_do_not(self):
        rules = Rules(limits=Limits(weight=100))
        self.assertEqual(room(rules, Load(), Goods(1, 200, weight=0.7)), (142, "weight"))
        quantity, _code = room(rules, Load(), Goods(1, 200.5, weight=0.7))
        self.assertAlmostEqual(quantity, 142.857142, places=5)

    def test_an_overfull_bin_has_no_negative_room(self):
        load = Load()
        load.add(Goods(1, 10, weight=20))
        self.assertEqual(room(Rules(limits=Limits(weight=100)), load, Goods(1, 1, weight=20)), (0, "weight"))

    def test_mixing(self):
        load = Load()
        load.add(Goods(1, 1, lot="L1"))
        self.assertEqual(room(Rules(one_product=True), load, Goods(2, 1))[1], "other_product")
        self.assertEqual(room(Rules(one_product=True), load, Goods(1, 1))[1], "")
        self.assertEqual(room(Rules(one_lot=True), load, Goods(1, 1, lot="L2"))[1], "other_lot")
        self.assertEqual(room(Rules(one_lot=True), load, Goods(1, 1, lot="L1"))[1], "")
        self.assertEqual(room(Rules(one_lot=True), load, Goods(2, 1, lot="L9"))[1], "", "lots are mixed per product")
        self.assertEqual(room(Rules(only_empty=True), load, Goods(1, 1, lot="L1"))[1], "not_empty")

    def test_categories_count_with_what_lies_below(self):
        chemicals, glue, food = 1, 2, 3
        goods = Goods(1, 1, frozenset({chemicals, glue}))
        self.assertEqual(room(Rules(allowed=frozenset({chemicals})), Load(), goods)[1], "")
        self.assertEqual(room(Rules(allowed=frozenset({food})), Load(), goods)[1], "category")
        self.assertEqual(room(Rules(forbidden=frozenset({glue})), Load(), goods)[1], "category")

    def test_a_pallet_that_stands_there_takes_more_goods(self):
        load = Load()
        load.add(Goods(1, 1, pallet=7, package_type=1))
        rules = Rules(limits=Limits(pallets=1))
        self.assertEqual(room(rules, load, Goods(1, 5, pallet=7, package_type=1))[1], "")
        self.assertEqual(room(rules, load, Goods(1, 5, pallet=8, package_type=1))[1], "pallets")
        self.assertEqual(room(Rules(of_package_type={1: 1}), load, Goods(1, 5, pallet=8, package_type=1))[1], "pallets")
        self.assertEqual(room(Rules(of_package_type={1: 1}), load, Goods(1, 5, pallet=8, package_type=2))[1], "")

    def test_the_zone_as_a_whole_is_limited(self):
        total = Load(weight=990)
        self.assertEqual(
            room(Rules(), Load(), Goods(1, 5, weight=4), Limits(weight=1000), total), (2, "zone_weight"))

    def test_limits_are_refused_only_where_the_zone_is_strict(self):
        load = Load()
        load.add(Goods(1, 10, weight=20))
        self.assertEqual(broken(Rules(limits=Limits(weight=100)), load), "")
        self.assertEqual(broken(Rules(limits=Limits(weight=100), strict=True), load), "weight")
