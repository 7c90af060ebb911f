import threading

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.service.model import execute_cr, retrying
from odoo.tests import BaseCase, get_db_name
from odoo.tools import SQL


class GuardRaceCommon(BaseCase):
    """Real transactions at the same time, on committed goods that are taken away again afterwards.

    * ``bin_id``: a location below the stock of a warehouse
    * ``make_product(quantity)``, ``make_products(count, quantity)``: products with stock in it
    * ``delivery(*lines, assign=False)``: id of a confirmed transfer out of the bin, lines ``(product_id, quantity)``
    * ``open_env()``: a transaction with its snapshot taken, as the session check of a request does
    * ``in_thread(func)``: runs ``func(env)`` as Odoo runs a request, with its repetition; ``request(...)``: through
      the door of XML-RPC; of both, ``waits()`` and ``done()``
    * ``rows(sql, ...)``: what is committed
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            env = cls.env_of(cr)
            # a warehouse that reserves only when asked to
            cls.warehouse_id = env["stock.warehouse"].create({"name": "Guard races", "code": "GRD"}).id
            warehouse = env["stock.warehouse"].browse(cls.warehouse_id)
            warehouse.out_type_id.reservation_method = "manual"
            cls.out_type_id, cls.in_type_id = warehouse.out_type_id.id, warehouse.in_type_id.id
            cls.stock_id = warehouse.lot_stock_id.id
            cls.bin_id = env["stock.location"].create({"name": "Race bin", "location_id": cls.stock_id}).id
            cls.customers_id = env.ref("stock.stock_location_customers").id
        cls.addClassCleanup(cls.put_warehouse_away)

    @classmethod
    def put_warehouse_away(cls):
        """A warehouse can't be deleted; its name is free again for the next run."""
        with cls.registry.cursor() as cr:
            warehouse = cls.env_of(cr)["stock.warehouse"].browse(cls.warehouse_id)
            warehouse.write({"active": False, "name": f"Guard races {warehouse.id}", "code": f"G{warehouse.id}"[-5:]})

    def setUp(self):
        super().setUp()
        self.product_ids, self.picking_ids = [], []
        self.addCleanup(self.clean)

    @staticmethod
    def env_of(cr):
        return api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    def clean(self):
        """Take away what was committed; done moves can only go by SQL."""
        with self.registry.cursor() as cr:
            env = self.env_of(cr)
            for table in ("stock_move_line", "stock_move", "stock_quant", "psms_stock_guard"):
                cr.execute(SQL("DELETE FROM %s WHERE product_id = ANY(%s)", SQL.identifier(table), self.product_ids))
            env["stock.picking"].browse(self.picking_ids).exists().unlink()
            env["product.product"].browse(self.product_ids).product_tmpl_id.unlink()

    # === GOODS === #

    def make_products(self, count, quantity):
        with self.registry.cursor() as cr:
            env = self.env_of(cr)
            products = env["product.product"].create([{"name": "Raced", "is_storable": True}] * count)
            for product in products if quantity else ():
                env["stock.quant"]._update_available_quantity(product, env["stock.location"].browse(self.bin_id), quantity)
            self.product_ids += products.ids
            return products.ids

    def make_product(self, quantity):
        [product_id] = self.make_products(1, quantity)
        return product_id

    def delivery(self, *lines, assign=False):
        with self.registry.cursor() as cr:
            env = self.env_of(cr)
            picking = env["stock.picking"].create({
                "picking_type_id": self.out_type_id, "location_id": self.stock_id, "location_dest_id": self.customers_id,
                "move_ids": [Command.create({
                    "product_id": product_id, "product_uom_qty": quantity,
                    "location_id": self.stock_id, "location_dest_id": self.customers_id,
                }) for product_id, quantity in lines],
            })
            picking.action_confirm()
            if assign:
                picking.action_assign()
            self.picking_ids.append(picking.id)
            return picking.id

    # === TRANSACTIONS === #

    def open_env(self):
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        cr.execute("SELECT 1")
        return self.env_of(cr)

    def in_thread(self, func):
        return _Request(self, lambda env: retrying(lambda: func(env), env))

    def request(self, model, method, ids, *args):
        """A call from outside, through Odoo's own door."""
        return _Request(self, lambda env: execute_cr(env.cr, SUPERUSER_ID, model, method, [ids, *args], {}))

    def rows(self, query):
        with self.registry.cursor() as cr:
            return self.env_of(cr).execute_query(query)

    def quants(self, product_id):
        """Quantity and reserved quantity of every quant of the product in the bin."""
        return self.rows(SQL(
            "SELECT quantity, reserved_quantity FROM stock_quant WHERE product_id = %s AND location_id = %s ORDER BY id",
            product_id, self.bin_id))

    def state(self, picking_id):
        return self.rows(SQL("SELECT state FROM stock_picking WHERE id = %s", picking_id))[0][0]


class _Request(threading.Thread):
    """Runs at once; ``done()`` waits for its end and returns the answer, or raises what it raised."""

    def __init__(self, test, func):
        super().__init__()
        self.test, self.func = test, func
        self.answer = self.error = None
        self.start()

    def run(self):
        try:
            with self.test.registry.cursor() as cr:
                self.answer = self.func(self.test.env_of(cr))
        except Exception as error:
            self.error = error

    def waits(self):
        """Whether it is still there after a moment, because it waits for another transaction."""
        self.join(0.3)
        return self.is_alive()

    def done(self):
        self.join(20)
        self.test.assertFalse(self.is_alive(), "it came to an end")
        if self.error:
            raise self.error
        return self.answer
