from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import CountCommon

QUANT = ["quantity", "available_quantity", "inventory_quantity", "inventory_diff_quantity"]


@tagged("post_install", "-at_install")
class TestCountBlindStock(CountCommon):
    """Who counts blind does not read the book in Odoo's own screens of stock either, while the count is open."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.put(cls.bolt, 40, cls.bin_c)
        cls.quants = cls.env["stock.quant"].search([("location_id", "in", (cls.bin_a | cls.bin_b | cls.bin_c).ids)])
        cls.domain = [("id", "in", cls.quants.ids)]

    def begin(self, **values):
        """Count what lies in A and B; nothing of bin C."""
        return self.count(**{"location_ids": [Command.set((self.bin_a | self.bin_b).ids)], **values})

    def seen(self, user):
        """``{(bin, product code): quantity}`` as the list of stock shows it."""
        self.env.invalidate_all()
        rows = self.quants.browse().with_user(user).web_search_read(self.domain, {
            "quantity": {}, "location_id": {"fields": {"name": {}}}, "product_id": {"fields": {"default_code": {}}}})
        return {(row["location_id"]["name"], row["product_id"]["default_code"]): row["quantity"] for row in rows["records"]}

    def test_stock_is_hidden_while_it_is_counted(self):
        open_ = {("A", "CFAN"): 20, ("A", "CGLUE"): 8, ("B", "CFAN"): 5, ("B", "CCOOK"): 1, ("C", "CBOLT"): 40}
        self.assertEqual(self.seen(self.ann), open_)
        count = self.begin()
        self.assertEqual(self.seen(self.ann), {key: 40 if key[0] == "C" else False for key in open_})
        for user in (self.chief, self.boss, self.env.user):
            self.assertEqual(self.seen(user), open_, user.name)
        for name in ("inspector", "planner"):
            self.assertNotIn(False, self.seen(self.other(name)).values(), name)
        count.with_user(self.chief).action_cancel()
        self.assertEqual(self.seen(self.ann), open_)

    def test_only_who_may_count_and_only_if_blind(self):
        self.begin(user_ids=[Command.set(self.bob.ids)])
        self.assertNotIn(False, self.seen(self.ann).values())
        self.assertIn(False, self.seen(self.bob).values())

    def test_an_open_count_hides_nothing(self):
        self.begin(blind=False)
        self.assertNotIn(False, self.seen(self.ann).values())

    def test_every_way_to_read_stock(self):
        self.begin()
        quants = self.quants.with_user(self.ann)
        fan = quants.filtered(lambda quant: quant.location_id == self.bin_a and quant.product_id == self.fan)
        for rows in (fan.read(QUANT), fan.web_read(dict.fromkeys(QUANT, {})), quants.search_read([("id", "=", fan.id)], QUANT)):
            self.assertEqual({name: rows[0][name] for name in QUANT}, dict.fromkeys(QUANT, False))
        self.ann.group_ids += self.env.ref("base.group_allow_export")
        with self.assertRaisesRegex(UserError, "being counted blind"):
            fan.export_data(["product_id/id", "quantity"])
        with self.assertRaisesRegex(UserError, "being counted blind"):
            self.bin_a.with_user(self.ann).export_data(["name", "quant_ids/quantity"])
        self.assertTrue(fan.export_data(["product_id/name"])["datas"])

    def test_filters_and_orders_do_not_tell(self):
        self.begin()
        Quant = self.quants.browse().with_user(self.ann)
        for domain, order in (([("quantity", ">", 0)], None), ([], "quantity desc"), (["!", ("quantity", "<", 1)], None)):
            found = Quant.search_read([*self.domain, *domain], ["location_id"], order=order)
            self.assertEqual([row["location_id"][0] for row in found], self.bin_c.ids)
            found = Quant.web_search_read([*self.domain, *domain], {"location_id": {}}, order=order)
            self.assertEqual([row["location_id"] for row in found["records"]], self.bin_c.ids)
        self.assertEqual(len(Quant.search_read([*self.domain, ("location_id", "=", self.bin_a.id)], ["location_id"])), 2)

    def test_sums(self):
        self.begin()
        Quant = self.quants.browse().with_user(self.ann)
        groups = Quant.formatted_read_group(self.domain, ["location_id"], ["__count", "quantity:sum"])
        self.assertEqual(
            {group["location_id"][0]: (group["__count"], group["quantity:sum"]) for group in groups},
            {self.bin_a.id: (2, False), self.bin_b.id: (2, False), self.bin_c.id: (1, 40)})
        shown = Quant.web_read_group(self.domain, ["product_id"], ["quantity:sum"])["groups"]
        self.assertEqual({group["product_id"][0]: group["quantity:sum"] for group in shown}[self.fan.id], False)
        self.assertEqual(Quant.formatted_read_group(self.domain, [], ["quantity:sum"])[0]["quantity:sum"], False)
        [total], places = Quant.formatted_read_grouping_sets(self.domain, [[], ["location_id"]], ["quantity:sum"])
        self.assertEqual((total["quantity:sum"], len(places)), (40, 1))
        self.assertEqual(len(Quant.formatted_read_group(self.domain, ["quantity"], ["__count"])), 1)
        self.assertEqual(len(Quant.formatted_read_group(
            self.domain, ["location_id"], ["__count"], having=[("quantity:sum", ">", 0)])), 1)

    def test_products_lots_and_reordering(self):
        point = self.env["stock.warehouse.orderpoint"].create({
            "product_id": self.fan.id, "warehouse_id": self.warehouse.id, "location_id": self.stock.id,
            "product_min_qty": 30, "product_max_qty": 50})
        self.begin()
        # in a small plant who counts also plans; a store keeper alone reads no reordering rules where prices decide about them
        self.ann.group_ids += self.env.ref("psms_base.group_planner")
        told = [
            (self.fan, ["qty_available", "free_qty", "virtual_available"]),
            (self.fan.product_tmpl_id, ["qty_available", "virtual_available"]),
            (self.lot, ["product_qty"]), (point, ["qty_on_hand", "qty_forecast", "qty_to_order"]),
        ]
        for record, names in told:
            self.env.invalidate_all()
            hers = record.with_user(self.ann)
            domain = [("id", "=", record.id)]
            for row in (hers.web_read(dict.fromkeys(names, {}))[0],
                        hers.web_search_read(domain, dict.fromkeys(names, {}))["records"][0]):
                self.assertEqual(row, {"id": record.id, **dict.fromkeys(names, False)})
            row = record.with_user(self.chief).web_read(dict.fromkeys(names, {}))[0]
            self.assertTrue(all(row.values()), record)
        self.assertEqual(self.bolt.with_user(self.ann).web_read({"qty_available": {}})[0]["qty_available"], 40)

    def test_work_goes_on(self):
        """Reserving and moving reckon with what is really there."""
        self.begin()
        Move = self.env["stock.move"].with_user(self.ann)
        picking = self.env["stock.picking"].with_user(self.ann).create({
            "picking_type_id": self.warehouse.out_type_id.id, "location_id": self.stock.id,
            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
            "move_ids": [Command.create({
                "product_id": self.fan.id, "product_uom_qty": 22, "location_id": self.stock.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id})],
        })
        picking.action_confirm()
        picking.action_assign()
        self.assertEqual((picking.state, picking.move_ids.quantity), ("assigned", 22))
        self.assertEqual(Move.browse(picking.move_ids.id).product_id.qty_available, 25)
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertEqual((picking.state, self.book(self.fan, self.bin_a) + self.book(self.fan, self.bin_b)), ("done", 3))

    def test_statements(self):
        """One question more for who counts, however much is read; none for others."""
        self.begin()

        def read(user, quants):
            self.env.invalidate_all()
            quants.with_user(user).read(["quantity"])
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            quants.with_user(user).read(["quantity"])
            return self.env.cr.sql_log_count - before

        few, many = read(self.ann, self.quants[:1]), read(self.ann, self.quants)
        self.assertEqual(few, many)
        self.assertEqual(many - read(self.chief, self.quants), 1)
