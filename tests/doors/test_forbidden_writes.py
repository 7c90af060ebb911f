"""What a store keeper may not write by any door, and what the supervisor may correct with a trace.

Every write here was accepted by Odoo alone from a user with Inventory/User.
"""
import http.cookiejar
import json
import urllib.error
import urllib.request
import xmlrpc.client

import clients
import pytest
import support
from clients import ADMIN, PLANNER, STORE
from invariants import assert_invariants


class Door:
    """One way in as one user: `call` returns the answer, or the text of the refusal."""

    def refused(self, model, method, *args, **kwargs):
        answer = self.call(model, method, *args, **kwargs)
        assert isinstance(answer, Refusal), f"{self} let {model}.{method}{args} pass: {answer}"
        assert "Traceback" not in answer and "psycopg2" not in answer, answer
        return answer


class Refusal(str):
    pass


class XmlRpc(Door):
    def __init__(self, login):
        self.person = clients.Person(login)

    def call(self, model, method, *args, **kwargs):
        try:
            return self.person.call(model, method, *args, **kwargs)
        except xmlrpc.client.Fault as fault:
            return Refusal(fault.faultString)


class Session(Door):
    """Somebody who has signed in with a browser."""

    def __init__(self, login):
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        credentials = {
            "db": support.setting("PSMS_DB"), "login": login, "password": support.setting("PSMS_PASSWORD", "psms-demo")}
        answer = self.post("/web/session/authenticate", {"params": credentials})
        assert answer["result"]["uid"], answer

    def post(self, path, body, **headers):
        call = urllib.request.Request(
            support.setting("PSMS_URL") + path, data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "User-Agent": "psms door test", **headers},
        )
        with self.opener.open(call, timeout=60) as answer:
            return json.loads(answer.read())


class Web(Session):
    """The door of the web client."""

    def call(self, model, method, *args, **kwargs):
        answer = self.post(f"/web/dataset/call_kw/{model}/{method}", {
            "params": {"model": model, "method": method, "args": args, "kwargs": kwargs}})
        return Refusal(answer["error"]["data"]["message"]) if "error" in answer else answer["result"]


class Json2(Session):
    """Odoo's newer API: arguments by name."""

    NAMES = {
        "write": ("ids", "vals"), "create": ("vals_list",), "unlink": ("ids",), "load": ("fields", "data"),
        "read": ("ids", "fields"), "web_save": ("ids", "vals", "specification"),
        "action_apply_inventory": ("ids",), "search_read": ("domain", "fields"),
    }
    # what a browser sends along and a page of another site cannot; it stands in for the key of the user
    HEADERS = {
        "Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-User": "?1"}

    def call(self, model, method, *args, **kwargs):
        body = {**dict(zip(self.NAMES[method], args, strict=True)), **kwargs}
        try:
            return self.post(f"/json/2/{model}/{method}", body, **self.HEADERS)
        except urllib.error.HTTPError as error:
            return Refusal(json.loads(error.read())["message"])


@pytest.fixture(scope="module")
def admin():
    return clients.Person(ADMIN)


@pytest.fixture(scope="module")
def done(admin):
    """A done receipt of 10 pieces: {picking, move, line, quant, product, stock, warehouse}."""
    [warehouse] = admin.search("stock.warehouse", [], limit=1)
    kind, stock = (admin.value("stock.warehouse", warehouse, name) for name in ("in_type_id", "lot_stock_id"))
    [vendor] = admin.search("stock.location", [("usage", "=", "supplier")], limit=1)
    product = admin.create("product.product", {"name": "Door test piece", "is_storable": True, "standard_price": 4})
    picking = admin.create("stock.picking", {
        "picking_type_id": kind, "location_id": vendor, "location_dest_id": stock,
        "move_ids": [(0, 0, {"product_id": product, "product_uom_qty": 10, "location_id": vendor, "location_dest_id": stock})],
    })
    admin.call("stock.picking", "action_confirm", [picking])
    admin.call("stock.picking", "button_validate", [picking])
    [line] = admin.rows("stock.move.line", [("picking_id", "=", picking)], ["move_id"])
    [quant] = admin.search("stock.quant", [("product_id", "=", product), ("location_id.usage", "=", "internal")])
    return {"picking": picking, "move": line["move_id"][0], "line": line["id"], "quant": quant, "product": product,
            "stock": stock, "vendor": vendor, "kind": kind}


@pytest.fixture(scope="module", params=[XmlRpc, Web, Json2], ids=["xmlrpc", "web", "json2"])
def keeper(request):
    """The store keeper at each door."""
    return request.param(STORE)


def figures(admin, done):
    move = admin.row("stock.move", done["move"], "quantity", "state", "date", "value")
    quants = admin.rows("stock.quant", [("product_id", "=", done["product"])], ["quantity", "reserved_quantity", "location_id"],
                        order="id")
    return move, quants


@pytest.fixture
def unchanged(admin, done):
    """Whatever the test tried, the figures are as before."""
    before = figures(admin, done)
    yield
    assert figures(admin, done) == before


def test_stock(keeper, done, unchanged):
    for values in ({"quantity": 999}, {"reserved_quantity": 3}, {"in_date": "2020-01-01 00:00:00"}):
        keeper.refused("stock.quant", "write", [done["quant"]], values)
        keeper.refused("stock.quant", "write", [done["quant"]], values, context={"inventory_mode": True})
        keeper.refused("stock.quant", "web_save", [done["quant"]], values, {})
    keeper.refused("stock.quant", "create", [{"product_id": done["product"], "location_id": done["stock"], "quantity": 7}])
    keeper.refused("stock.quant", "unlink", [done["quant"]])
    answer = keeper.call("stock.quant", "load", ["product_id/.id", "location_id/.id", "quantity"],
                         [[str(done["product"]), str(done["stock"]), "77"]])
    assert isinstance(answer, Refusal) or not answer["ids"], answer


def test_adjustment_is_for_the_supervisor(keeper, done, unchanged):
    context = {"inventory_mode": True}
    keeper.call("stock.quant", "write", [done["quant"]], {"inventory_quantity": 3}, context=context)
    keeper.refused("stock.quant", "action_apply_inventory", [done["quant"]], context=context)


def test_done_move(keeper, done, unchanged):
    for values in (
        {"value": 1e9}, {"date": "2020-01-01 00:00:00"}, {"quantity": 3}, {"state": "assigned"}, {"price_unit": 1e6},
        {"location_dest_id": done["vendor"]}, {"move_line_ids": [[1, done["line"], {"quantity": 3}]]},
    ):
        keeper.refused("stock.move", "write", [done["move"]], values)
    keeper.refused("stock.move", "unlink", [done["move"]])


def test_done_line(keeper, done, unchanged):
    for values in ({"quantity": 3}, {"quantity_product_uom": 3}, {"state": "draft"}, {"date": "2020-01-01 00:00:00"}):
        keeper.refused("stock.move.line", "write", [done["line"]], values)
    keeper.refused("stock.move.line", "unlink", [done["line"]])
    keeper.refused("stock.move.line", "create", [{
        "picking_id": done["picking"], "product_id": done["product"], "quantity": 5,
        "location_id": done["vendor"], "location_dest_id": done["stock"],
    }])


def test_done_transfer(keeper, done, unchanged):
    for values in (
        {"date_done": "2020-01-01 00:00:00"}, {"state": "assigned"},
        {"move_ids": [[1, done["move"], {"quantity": 3}]]}, {"move_line_ids": [[1, done["line"], {"quantity": 3}]]},
    ):
        keeper.refused("stock.picking", "write", [done["picking"]], values)
        keeper.refused("stock.picking", "web_save", [done["picking"]], values, {})
    keeper.refused("stock.picking", "unlink", [done["picking"]])


def test_nothing_is_born_done(keeper, done, unchanged):
    values = {"product_id": done["product"], "product_uom_qty": 5, "quantity": 5, "location_id": done["vendor"],
              "location_dest_id": done["stock"]}
    keeper.refused("stock.move", "create", [{**values, "state": "done"}])
    keeper.refused("stock.move", "create", [{**values, "picking_id": done["picking"]}])
    keeper.refused("stock.move", "create", [{**values, "value": 500}])
    keeper.refused("stock.picking", "create", [{
        "picking_type_id": done["kind"], "location_id": done["vendor"], "location_dest_id": done["stock"],
        "move_ids": [[0, 0, {**values, "state": "done"}]],
    }])


def test_costs_are_not_read(keeper, done):
    keeper.refused("product.product", "read", [done["product"]], ["standard_price"])
    keeper.refused("stock.move", "read", [done["move"]], ["value"])
    keeper.refused("stock.quant", "read", [done["quant"]], ["value"])
    keeper.refused("product.product", "search_read", [["standard_price", ">", 3]], ["id"])


def test_book_is_not_written(keeper, admin):
    keeper.refused("psms.stock.correction", "search_read", [], ["id"])
    keeper.refused("psms.stock.correction", "create", [{"record_name": "x"}])
    with pytest.raises(xmlrpc.client.Fault):
        admin.create("psms.stock.correction", {"record_name": "x"})


def test_supervisor_corrects_with_a_trace(admin, done):
    """The manager, who is a supervisor too, edits the done line; the row says who and through which door."""
    manager = clients.Person(clients.MANAGER)
    manager.call("stock.move.line", "write", [done["line"]], {"quantity": 8})
    assert admin.value("stock.quant", done["quant"], "quantity") == 8
    [row] = manager.rows("psms.stock.correction", [("product_id", "=", done["product"])],
                         ["action", "user_name", "door", "before", "after"])
    assert (row["action"], row["door"]) == ("done_quantity", "rpc")
    assert clients.MANAGER in row["user_name"]
    assert (json.loads(row["before"])["quantity"], json.loads(row["after"])["quantity"]) == (10, 8)
    with pytest.raises(xmlrpc.client.Fault, match="never changed"):
        admin.call("psms.stock.correction", "write", [row["id"]], {"reason": "x"})


def test_store_keeper_still_works(admin, done):
    """Receive and deliver over the same door."""
    store, planner = clients.Person(STORE), clients.Person(PLANNER)
    before = planner.value("product.product", done["product"], "qty_available")
    picking = store.create("stock.picking", {
        "picking_type_id": done["kind"], "location_id": done["vendor"], "location_dest_id": done["stock"],
        "move_ids": [(0, 0, {"product_id": done["product"], "product_uom_qty": 2, "location_id": done["vendor"],
                             "location_dest_id": done["stock"]})],
    })
    store.call("stock.picking", "action_confirm", [picking])
    store.call("stock.picking", "button_validate", [picking])
    assert store.value("stock.picking", picking, "state") == "done"
    assert planner.value("product.product", done["product"], "qty_available") == before + 2


def test_invariants_hold():
    assert_invariants(support.setting("PSMS_DSN"))
