import random

from odoo.tests import tagged

from ..services.age_refresh import refresh
from .common import AgeCommon
from .plain_fifo import stock_on

STEPS = 70
SPAN = 120  # days of history
LINKS = ("product_id", "location_id", "lot_id", "package_id", "birth_line_id", "in_line_id", "out_line_id")


@tagged("post_install", "-at_install")
class TestAgeLedger(AgeCommon):
    """The ledger against a replay unit by unit, on random histories."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.products = cls.part | cls.glue
        cls.places = [cls.stock, cls.bin_a, cls.bin_b, cls.far, cls.transit]
        cls.pack = cls.env["stock.package"].create({"name": "AGE-PACK"})

    def random_step(self, dice, ago, shipped):
        """One movement of a random kind, so many days ago."""
        product = dice.choice([self.part, self.part, self.glue])
        lot = dice.choice(["L1", "L2"]) if product == self.glue else None
        quantity = dice.randint(1, 9)
        kind = dice.choice([
            "receive", "receive", "inside", "inside", "inside", "make", "use", "ship", "count", "lose", "return", "rework"])
        place, other = dice.sample(self.places, 2)
        if kind == "return" and shipped:
            origin = dice.choice(shipped)
            back = min(ago, dice.randint(0, 10))
            if origin.date.date() <= self.day(back):
                return self.move(
                    origin.product_id, min(quantity, origin.quantity), self.customer, place, back, origin=origin,
                    lot=origin.move_line_ids.lot_id.name or None, hour=18)
        if kind == "rework":
            used = self.move(product, quantity, place, self.works, ago, lot=lot, hour=10)
            made = self.move(product, quantity, self.works, other, ago, lot=lot, hour=10)
            made.move_line_ids.consume_line_ids = used.move_line_ids
            return made
        ends = {
            "receive": (self.supplier, place), "inside": (place, other), "make": (self.works, place), "use": (place, self.works),
            "ship": (place, self.customer), "count": (self.lost, place), "lose": (place, self.lost), "return": (place, other),
        }[kind]
        # Some is packed on the way in; it can't be taken without saying so, so that heaps of packages fill, too.
        packages = (None, self.pack) if kind == "receive" and dice.random() < 0.1 and place == self.stock else (None, None)
        move = self.move(product, quantity, *ends, ago, lot=lot, hour=dice.randint(0, 23), packages=packages)
        if kind == "ship":
            shipped.append(move)
        return move

    def assert_as_replayed(self, *days):
        """The report says what the plain replay says, now and on these days."""
        lines = self.env["stock.move.line"].search([("product_id", "in", self.products.ids), ("state", "=", "done")])
        for ago in days:
            for product in self.products:
                expected = stock_on(lines.filtered(lambda line, product=product: line.product_id == product), self.day(ago))
                found = {}
                for *heap, born, quantity in self.report(ago)._read_group(
                        [("product_id", "=", product.id)],
                        ["location_id", "lot_id", "package_id", "owner_id", "born_on:day"], ["quantity:sum"]):
                    if abs(quantity) > 1e-6:
                        found.setdefault(tuple(heap), {})[born] = quantity
                self.assertEqual(found, expected, f"{product.name}, {ago} days ago")

    def snapshot(self):
        """All rows of the ledger, without their ids."""
        return sorted(
            (*(layer[name].id for name in LINKS), layer.born_on, layer.valid_from,
             layer.valid_to or self.today.replace(year=9999), round(layer.quantity, 6), layer.kind)
            for layer in self.env["psms.age.layer"].search([("product_id", "in", self.products.ids)]))

    def rebuild(self):
        self.env["psms.age.state"]._get().built_on = False
        refresh(self.env)

    def history(self, seed, steps=STEPS, every=17):
        """A random history; the ledger follows it now and then."""
        dice = random.Random(seed)
        shipped, days = [], sorted((dice.randint(0, SPAN) for _step in range(steps)), reverse=True)
        for number, ago in enumerate(days):
            if dice.random() < 0.12:
                self.random_step(dice, min(SPAN, ago + dice.randint(1, 40)), shipped)  # somebody books late
            else:
                self.random_step(dice, ago, shipped)
            if number % every == 0:
                self.assertIsNotNone(refresh(self.env))
                self.assert_sums_to_stock(self.products)
        refresh(self.env)

    def test_random_history_is_as_replayed_unit_by_unit(self):
        for seed in (1, 2):
            with self.subTest(seed=seed), self.cr.savepoint(flush=True) as savepoint:
                self.history(seed)
                self.assert_as_replayed(0, 15, 47, 90)
                self.assert_sums_to_stock(self.products)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_followed_step_by_step_equals_built_at_once(self):
        self.history(11, steps=50, every=3)
        followed = self.snapshot()
        self.rebuild()
        self.assertEqual(self.snapshot(), followed)

    def test_edited_line_is_replayed(self):
        self.receive(self.part, 10, 50)
        shipped = self.move(self.part, 4, self.stock, self.customer, 30)
        self.assert_ages(self.part, {self.stock: {50: 6}})
        shipped.move_line_ids.quantity = 1
        self.assert_ages(self.part, {self.stock: {50: 9}})
        self.assert_ages(self.part, {self.stock: {50: 10}}, ago=40)

    def test_late_booking_replays_its_product_alone(self):
        self.receive(self.part, 10, 50)
        self.receive(self.glue, 5, 50, lot="L1")
        refresh(self.env)
        other = self.env["psms.age.layer"].search([("product_id", "=", self.glue.id)]).ids
        self.receive(self.part, 3, 80)
        done = refresh(self.env)
        self.assertEqual((done.lines, done.rebuilt), (2, 1))
        self.assertEqual(self.env["psms.age.layer"].search([("product_id", "=", self.glue.id)]).ids, other)
        self.assert_ages(self.part, {self.stock: {50: 10, 80: 3}})

    def test_night_finds_what_left_no_trace(self):
        move = self.receive(self.part, 10, 50)
        refresh(self.env)
        self.env.flush_all()
        self.env.cr.execute("UPDATE stock_move_line SET date = date - interval '7 days', write_date = '2020-01-01' WHERE id = %s",
                            move.move_line_ids.ids)
        self.assertEqual(refresh(self.env).lines, 0)
        self.assertEqual(refresh(self.env, verify=True).lines, 1)
        self.assert_ages(self.part, {self.stock: {57: 10}})

    def test_nothing_new_costs_little(self):
        self.receive(self.part, 10, 50)
        refresh(self.env)
        self.env.flush_all()
        with self.assertQueryCount(6):
            refresh(self.env)

    def test_queries_do_not_grow_with_the_lines(self):
        refresh(self.env)
        for count in (2, 30):
            for number in range(count):
                self.receive(self.part, 1, 20 - number % 5)
            self.env.flush_all()
            with self.subTest(lines=count), self.assertQueryCount(24):
                refresh(self.env)
