"""More is wanted than is there, by several at once: what is there is given out once, all of it, and to whoever has it."""
import uuid
import xmlrpc.client

import clients
import pytest
import support
from clients import ADMIN, STORE
from invariants import assert_invariants
from test_races import at_once, refused

CLIENTS, PIECES, ORDERS = 8, 40, 80


@pytest.fixture(scope="module")
def team():
    return clients.people(STORE, ADMIN)


@pytest.fixture(scope="module")
def plant(team):
    """Ids of the warehouse of the company, whose store does not reserve by itself."""
    store = team[STORE]
    [row] = store.rows("stock.warehouse", [], ["lot_stock_id", "in_type_id", "out_type_id"], limit=1, order="id")
    return {
        "stock": row["lot_stock_id"][0], "in": row["in_type_id"][0], "out": row["out_type_id"][0],
        "vendors": store.search("stock.location", [("usage", "=", "supplier")], limit=1, order="id")[0],
        "customers": store.search("stock.location", [("usage", "=", "customer")], limit=1, order="id")[0],
    }


def transfers(team, plant, kind, product, quantity, count):
    source, dest = ("vendors", "stock") if kind == "in" else ("stock", "customers")
    ends = {"location_id": plant[source], "location_dest_id": plant[dest]}
    return team[STORE].create("stock.picking", [{
        "picking_type_id": plant[kind], **ends,
        "move_ids": [[0, 0, {"product_id": product, "product_uom_qty": quantity, **ends}]],
    } for _number in range(count)])


def stocked(team, plant, pieces):
    """A new product of which so many pieces were received."""
    product = team[ADMIN].create("product.product", {"name": f"Scarce {uuid.uuid4().hex[:6]}", "is_storable": True})
    receipt = transfers(team, plant, "in", product, pieces, 1)
    team[STORE].call("stock.picking", "action_confirm", receipt)
    team[STORE].call("stock.picking", "button_validate", receipt)
    return product


def in_stock(team, plant, product):
    """Quantity and reserved quantity of each quant in the warehouse."""
    rows = team[STORE].rows(
        "stock.quant", [("product_id", "=", product), ("location_id", "child_of", plant["stock"])],
        ["quantity", "reserved_quantity"])
    return [(row["quantity"], row["reserved_quantity"]) for row in rows]


def given_out(team, product, domain):
    return team[STORE].call("stock.picking", "search_count", [("product_id", "=", product), *domain])


def test_eighty_orders_for_forty_pieces(team, plant):
    product = stocked(team, plant, PIECES)
    pickings = transfers(team, plant, "out", product, 1, ORDERS)
    hands = iter([pickings[number::CLIENTS] for number in range(CLIENTS)])

    def deliver(person):
        faults = []
        for picking in next(hands):
            try:
                for method in ("action_confirm", "action_assign", "button_validate"):
                    person.call("stock.picking", method, [picking])
            except xmlrpc.client.Fault as fault:
                faults.append(fault)
        return faults

    for faults in at_once(STORE, CLIENTS, deliver):
        refused(faults)  # nothing left to deliver: a word for people, no traceback
    assert given_out(team, product, [("id", "in", pickings), ("state", "=", "done")]) == PIECES
    assert sum(quantity for quantity, _reserved in in_stock(team, plant, product)) == 0
    assert not [row for row in in_stock(team, plant, product) if min(row) < 0 or row[1]]


def test_forced_quantity_takes_nothing_from_others(team, plant):
    """Where negative stock is refused, as in the demo factory, typing a quantity makes no goods."""
    product = stocked(team, plant, CLIENTS // 2)
    pickings = transfers(team, plant, "out", product, 1, CLIENTS)
    team[STORE].call("stock.picking", "action_confirm", pickings)
    team[STORE].call("stock.picking", "do_unreserve", pickings)
    moves = iter(team[STORE].search("stock.move", [("picking_id", "in", pickings)]))
    answers = at_once(STORE, CLIENTS, lambda person: person.call("stock.move", "write", [next(moves)], {"quantity": 1}))
    assert len(refused(answers)) == CLIENTS - CLIENTS // 2, answers
    quants = in_stock(team, plant, product)
    assert sum(quantity for quantity, _reserved in quants) == sum(reserved for _quantity, reserved in quants) == CLIENTS // 2


def test_invariants_hold():
    assert_invariants(support.setting("PSMS_DSN"))
