from odoo.tests import tagged

from odoo.addons.psms_stock.models.stock_quant_bulk import at_hand

from .common import StockPlacesCommon


@tagged("post_install", "-at_install")
class TestReserve(StockPlacesCommon):
    """Reserving many moves at once gives what Odoo gives, with fewer statements."""

    def reserved(self, moves):
        return [(move.product_id, move.quantity, move.state) for move in moves]

    def test_two_moves_of_one_product_share_what_is_there(self):
        self.stock_up(self.fan, 5, self.bins[0])
        self.stock_up(self.glue, 9, self.bins[1], "L1")
        both = self.delivery([(self.fan, 3), (self.glue, 2)]) | self.delivery([(self.fan, 4), (self.glue, 1)])
        both.do_unreserve()
        both.action_assign()
        moves = both.move_ids
        self.assertEqual(len(moves), 4)
        taken = {product: sum(moves.filtered(lambda move, product=product: move.product_id == product).mapped("quantity"))
                 for product in (self.fan, self.glue)}
        self.assertEqual(taken, {self.fan: 5, self.glue: 3})
        quants = self.env["stock.quant"].search([("location_id", "in", self.bins.ids)])
        self.assertEqual(sum(quants.mapped("reserved_quantity")), 8)

    def test_one_move_from_several_bins(self):
        for number in range(3):
            self.stock_up(self.fan, 2, self.bins[number])
        self.stock_up(self.stranger, 1, self.bins[3])
        moves = self.delivery([(self.fan, 5), (self.stranger, 1)]).move_ids
        self.assertEqual(self.reserved(moves), [(self.fan, 5, "assigned"), (self.stranger, 1, "assigned")])
        self.assertEqual(sorted(moves[0].move_line_ids.mapped("quantity")), [1, 2, 2])

    def test_a_chain_reserves_what_its_first_step_brought(self):
        self.warehouse.delivery_steps = "pick_ship"
        self.stock_up(self.fan, 4, self.bins[0])
        self.stock_up(self.stranger, 4, self.bins[1])
        pick = self._transfer(
            self.warehouse.pick_type_id, self.stock, self.warehouse.wh_output_stock_loc_id, [(self.fan, 2), (self.stranger, 3)])
        ship = self._transfer(
            self.warehouse.out_type_id, self.warehouse.wh_output_stock_loc_id,
            self.env.ref("stock.stock_location_customers"), [(self.fan, 2), (self.stranger, 3)])
        for first, second in zip(pick.move_ids, ship.move_ids, strict=True):
            second.write({"move_orig_ids": [(4, first.id)], "procure_method": "make_to_order"})
        pick.move_ids.picked = True
        pick.button_validate()
        self.assertEqual(self.reserved(ship.move_ids), [(self.fan, 2, "assigned"), (self.stranger, 3, "assigned")])

    def test_statements_for_each_line(self):
        products = self.env["product.product"].create([
            {"name": f"Part {number}", "is_storable": True} for number in range(60)])
        for product in products:
            self.stock_up(product, 5, self.stock)

        def cost(count, offset):
            """Statements of confirming, reserving and validating a delivery of so many lines."""
            picking = self.delivery([(product, 1) for product in products[offset:offset + count]]).copy()
            counts = [self.statements(picking.action_confirm)]
            self.assertEqual(set(picking.move_ids.mapped("state")), {"assigned"})
            picking.do_unreserve()
            counts += [self.statements(picking.action_assign), self.statements(picking.button_validate)]
            self.assertEqual(set(picking.move_ids.mapped("state")), {"done"})
            return counts

        cost(2, 0)
        few, many = cost(5, 2), cost(45, 10)
        # Odoo alone: 17 (it reserves, too), 14 and 5 for each line; a line that is posted makes a quant at the customer
        for step, before, after, limit in zip(("confirm", "assign", "validate"), few, many, (2, 2, 40), strict=True):
            self.assertLessEqual(after - before, limit, (step, before, after))

    def statements(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_stock_at_hand_is_what_a_search_finds(self):
        """The same quants in the same order, whatever the removal strategy; elsewhere and strictly Odoo searches."""
        for number, lot in enumerate(("L2", "L1", "L3", "L1")):
            self.stock_up(self.glue, number + 1, self.bins[number], lot)
        quants = self.env["stock.quant"].search([("product_id", "=", self.glue.id), ("location_id", "in", self.bins.ids)])
        for number, quant in enumerate(quants.sorted("lot_id, id")):
            quant.in_date = f"2026-01-0{1 + number % 3} 00:00:00"
        moves = self.delivery([(self.glue, 1), (self.fan, 1)]).move_ids
        Quant, lot = self.env["stock.quant"].sudo(), quants.lot_id[0]

        def gathered():
            return [Quant._gather(self.glue, self.stock, **own).ids for own in (
                {}, {"lot_id": lot}, {"strict": True}, {"qty": 3})] + [Quant._gather(self.glue, self.bins[1]).ids]

        for strategy in self.env["product.removal"].search([]):
            self.glue.categ_id.removal_strategy_id = strategy
            searched = gathered()
            self.assertEqual([len(ids) for ids in searched[:2]], [4, 2 if lot.name == "L1" else 1])
            with self.subTest(strategy=strategy.method), at_hand(moves):
                self.assertEqual(gathered(), searched)

    def test_who_comes_second_to_a_lock_finds_it_locked_once(self):
        """A lock that is held is not asked for again; one that was given up with its savepoint is."""
        self.stock_up(self.fan, 5, self.bins[0])
        quant = self.env["stock.quant"].search([("product_id", "=", self.fan.id), ("location_id", "=", self.bins[0].id)])

        def lock():
            return self.statements(lambda: self.assertEqual(
                quant.try_lock_for_update(allow_referencing=True, limit=1), quant))

        self.assertEqual(lock(), 1)
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            quant._get_quants_by_products_locations(self.fan, self.bins[0])
            self.assertEqual(lock(), 0)
            raise ZeroDivisionError
        self.assertEqual(lock(), 1)
