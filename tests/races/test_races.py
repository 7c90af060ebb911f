"""Two clients do the same at the same moment: the effect happens once, and nobody gets a broken answer."""
import threading
import uuid
import xmlrpc.client
from collections import Counter

import clients
import pytest
import support
from clients import ADMIN, OPERATOR, PLANNER, SALES, STORE
from factory import sell_what_is_not_there
from invariants import assert_invariants

ROUNDS = 3


def at_once(login, count, action):
    """Run `action(person)` in `count` threads that start together; answers, with a refusal as a Fault."""
    crew = [clients.Person(login) for _number in range(count)]
    barrier, answers = threading.Barrier(count), [None] * count

    def work(number):
        barrier.wait()
        try:
            answers[number] = action(crew[number])
        except xmlrpc.client.Fault as fault:
            answers[number] = fault

    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def refused(answers):
    """The faults among the answers: only clear refusals are allowed, never a traceback."""
    faults = [answer for answer in answers if isinstance(answer, xmlrpc.client.Fault)]
    for fault in faults:
        # Odoo puts a traceback into the fault of anything but an exception meant for people
        assert "Traceback" not in fault.faultString, fault.faultString
    return faults


@pytest.fixture(scope="module")
def team():
    return clients.people(PLANNER, SALES, STORE, OPERATOR, ADMIN)


@pytest.fixture(scope="module")
def sale(team):
    return sell_what_is_not_there(team, days=45)


def planned(team, sale, *domain):
    own = [("plan_id.state", "=", "current"), ("state", "=", "planned"), ("product_id", "in", sorted(sale.chain)), *domain]
    return team[PLANNER].rows("psms.planned.order", own, ["source", "product_id", "quantity", "release_date"], order="id")


def figures(rows):
    return Counter((row["product_id"][0], row["source"], row["quantity"], row["release_date"]) for row in rows)


def test_two_plans_at_once(team, sale):
    """One of them is the current plan, whole, and equal to a plan that nobody disturbed."""
    for _round in range(ROUNDS):
        answers = at_once(PLANNER, 2, lambda person: person.call("psms.plan", "run_plan"))
        assert len(refused(answers)) < 2, answers
        current = team[PLANNER].rows("psms.plan", [("state", "=", "current")], ["company_id"])
        assert len({row["company_id"][0] for row in current}) == len(current)
        disturbed = figures(planned(team, sale))
        team[PLANNER].call("psms.plan", "run_plan")
        assert disturbed == figures(planned(team, sale)) and disturbed


def test_same_planned_order_released_by_several(team, sale):
    """Whoever comes second gets a refusal or an empty answer; there is one document."""
    for source, model, link in (("make", "mrp.production", "production_id"), ("buy", "purchase.order.line", "purchase_line_id")):
        team[PLANNER].call("psms.plan", "run_plan")
        [order] = planned(team, sale, ("source", "=", source))[:1]
        before = set(team[PLANNER].search(model, [("product_id", "=", order["product_id"][0])]))
        answers = at_once(PLANNER, 4, lambda person, order=order: person.call("psms.planned.order", "release", [order["id"]]))
        refused(answers)
        released = [answer for answer in answers if not isinstance(answer, xmlrpc.client.Fault) and answer["released"]]
        made = set(team[PLANNER].search(model, [("product_id", "=", order["product_id"][0])])) - before
        assert len(released) == 1 and len(made) == 1, (answers, made)
        assert team[PLANNER].value("psms.planned.order", order["id"], link) in made


@pytest.fixture(scope="module")
def receipt(team, sale):
    """A receipt of one product that can be scanned."""
    team[PLANNER].call("psms.plan", "run_plan")
    for order in planned(team, sale, ("source", "=", "buy")):
        product = order["product_id"][0]
        if team[PLANNER].value("product.product", product, "tracking") == "none":
            break
    else:
        pytest.fail("no bought product without lots is planned", pytrace=False)
    if not team[PLANNER].value("product.product", product, "barcode"):
        team[ADMIN].call("product.product", "write", [product], {"barcode": f"RACE{product:08d}"})
    answer = team[PLANNER].call("psms.planned.order", "release", [order["id"]])
    team[PLANNER].call("purchase.order", "button_confirm", answer["purchase_orders"])
    [picking] = team[STORE].search("stock.picking", [("purchase_id", "in", answer["purchase_orders"])])
    return picking, product, team[STORE].value("product.product", product, "barcode")


def counted(team, receipt):
    state = team[STORE].call("stock.picking", "psms_scan_state", [receipt[0]])
    [line] = [line for line in state["lines"] if line["product_id"] == receipt[1]]
    return line["done"]


def test_same_scan_sent_several_times_at_once(team, receipt):
    """The same key counts once, and everybody gets the first answer."""
    for _round in range(ROUNDS):
        before = counted(team, receipt)
        payload = {"key": str(uuid.uuid4()), "op": "code", "code": receipt[2]}
        answers = at_once(STORE, 4, lambda person, payload=payload: person.call(
            "stock.picking", "psms_scan", [receipt[0]], payload))
        assert not refused(answers), answers
        assert all(answer == answers[0] and answer["ok"] for answer in answers), answers
        assert counted(team, receipt) == before + 1


def test_different_scans_at_once_all_count(team, receipt):
    before = counted(team, receipt)
    answers = at_once(STORE, 4, lambda person: person.call(
        "stock.picking", "psms_scan", [receipt[0]], {"key": str(uuid.uuid4()), "op": "code", "code": receipt[2]}))
    assert not refused(answers), answers
    assert counted(team, receipt) == before + 4


def test_same_key_with_another_body_is_refused(team, receipt):
    key, before = str(uuid.uuid4()), counted(team, receipt)
    payload = {"key": key, "op": "code", "code": receipt[2]}
    assert team[STORE].call("stock.picking", "psms_scan", [receipt[0]], payload)["ok"]
    with pytest.raises(xmlrpc.client.Fault, match="already used"):
        team[STORE].call("stock.picking", "psms_scan", [receipt[0]], {**payload, "code": "other"})
    assert counted(team, receipt) == before + 1


def test_transfer_validated_by_several(team, receipt):
    """The goods come in once."""
    product = receipt[1]
    before = team[PLANNER].value("product.product", product, "qty_available")
    done = counted(team, receipt)
    answers = at_once(STORE, 3, lambda person: person.call(
        "stock.picking", "psms_scan", [receipt[0]],
        {"key": str(uuid.uuid4()), "op": "validate", "backorder": "drop"}))
    refused(answers)
    assert [answer for answer in answers if isinstance(answer, dict) and answer["ok"]], answers
    assert team[STORE].value("stock.picking", receipt[0], "state") == "done"
    assert team[PLANNER].value("product.product", product, "qty_available") == before + done


def test_invariants_hold():
    assert_invariants(support.setting("PSMS_DSN"))
