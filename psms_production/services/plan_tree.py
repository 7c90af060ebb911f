"""The pegs of a plan as a tree: up to the customers' orders that something serves, down to what serves a demand.

An end of a peg is a dict with one of ``order_id``, ``supply_id`` and ``demand_id``. One level of any number of nodes takes a
constant number of statements.
"""
from collections import defaultdict

from odoo.tools import SQL

UP, DOWN = "up", "down"
MODELS = {"order_id": "psms.planned.order", "supply_id": "psms.plan.supply", "demand_id": "psms.plan.demand"}
# Kinds of demand that an open supply of the same document asks for: the way goes on through it.
_PASSING = ("component", "transfer")
MOST_LEVELS = 30


def end_key(end):
    [(name, number)] = end.items()
    return f"{name.removesuffix('_id')}:{number}"


def document_ends(env, model, ids):
    """The demands and supplies of the current plans that are these documents.

    :return: (ends, direction in which a person wants to look first)
    """
    if model == "sale.order":
        table, direction = "demand", DOWN
    else:
        table, direction = "supply", UP
    plans = env["psms.plan"].search([("state", "=", "current"), ("company_id", "in", env.companies.ids)])
    records = env[MODELS[f"{table}_id"]].search([
        ("plan_id", "in", plans.ids), ("res_model", "=", model), ("res_id", "in", ids)])
    return [{f"{table}_id": record.id} for record in records], direction


def nodes_of(env, ends):
    """The ends themselves, as roots of a tree, each with its own quantity."""
    _check(env, ends)
    return _Decorator(env).nodes([(None, end, None) for end in ends])


def level(env, ends, direction):
    """What lies one level further in a direction.

    :return: {key of an end: its nodes}
    """
    _check(env, ends)
    children = defaultdict(list)
    for node in _Decorator(env).nodes(_links(env, ends, direction)):
        children[node.pop("parent")].append(node)
    return {end_key(end): children.get(end_key(end), []) for end in ends}


def served(env, ends):
    """The demands at the upper ends of all ways up: which customers' orders this serves."""
    _check(env, ends)
    todo, seen, found = list(ends), {end_key(end) for end in ends}, {}
    for _level in range(MOST_LEVELS):
        following = {}
        for _parent, end, _quantity in _links(env, todo, UP):
            if end and end_key(end) not in seen:
                seen.add(end_key(end))
                following[end_key(end)] = end
        found.update((key, end) for key, end in following.items() if "demand_id" in end)
        todo = list(following.values())
        if not todo:
            break
    nodes = _Decorator(env).nodes([(None, end, None) for end in found.values()])
    return sorted((node for node in nodes if node["kind"] not in _PASSING), key=lambda node: (node["date"], node["key"]))


def _check(env, ends):
    """The rights of who asks, on every end."""
    by_model = defaultdict(list)
    for end in ends:
        [(name, number)] = end.items()
        by_model[MODELS[name]].append(number)
    env["psms.plan.peg"].check_access("read")
    for model, numbers in by_model.items():
        env[model].browse(numbers).check_access("read")
    env.flush_all()


# -- links -------------------------------------------------------------------------------------------------------------


def _links(env, ends, direction):
    """(key of the end, end one level further or what it is without one, quantity) for each peg."""
    numbers = defaultdict(list)
    for end in ends:
        for name, number in end.items():
            numbers[name].append(number)
    return [*_pegs(env, numbers, direction), *_through_documents(env, numbers, direction)]


def _pegs(env, numbers, direction):
    if direction == UP:
        rows = env.execute_query(SQL(
            """SELECT 'order:' || p.order_id, p.item_id, NULL, NULL, p.demand_id, p.for_order_id, SUM(p.quantity)
                 FROM psms_planned_order o JOIN psms_plan_peg p ON p.item_id = o.item_id AND p.order_id = o.id
                WHERE o.id = ANY(%s) GROUP BY p.order_id, p.item_id, p.demand_id, p.for_order_id
                UNION ALL
               SELECT 'supply:' || p.supply_id, p.item_id, NULL, NULL, p.demand_id, p.for_order_id, SUM(p.quantity)
                 FROM psms_plan_supply s JOIN psms_plan_peg p ON p.item_id = s.item_id AND p.supply_id = s.id
                WHERE s.id = ANY(%s) GROUP BY p.supply_id, p.item_id, p.demand_id, p.for_order_id""",
            numbers["order_id"], numbers["supply_id"]))
        without = "safety"
    else:
        rows = env.execute_query(SQL(
            """SELECT 'order:' || o.id, p.item_id, p.supply_id, p.order_id, NULL, NULL, SUM(p.quantity)
                 FROM psms_planned_order o
                 JOIN psms_plan_component c ON c.item_id = o.item_id
                 JOIN psms_plan_peg p ON p.item_id = c.component_id AND p.for_order_id = o.id
                WHERE o.id = ANY(%s) GROUP BY o.id, p.item_id, p.supply_id, p.order_id
                UNION ALL
               SELECT 'demand:' || d.id, p.item_id, p.supply_id, p.order_id, NULL, NULL, SUM(p.quantity)
                 FROM psms_plan_demand d JOIN psms_plan_peg p ON p.item_id = d.item_id AND p.demand_id = d.id
                WHERE d.id = ANY(%s) GROUP BY d.id, p.item_id, p.supply_id, p.order_id""",
            numbers["order_id"], numbers["demand_id"]))
        without = "on_hand"
    for parent, item_id, supply_id, order_id, demand_id, for_order_id, quantity in rows:
        end = ({"supply_id": supply_id} if supply_id else {"order_id": order_id or for_order_id} if order_id or for_order_id
               else {"demand_id": demand_id} if demand_id else {without: item_id})
        yield parent, end, quantity


def _through_documents(env, numbers, direction):
    """An open production or transfer is a demand of one item and a supply of another."""
    start, further = ("demand", "supply") if direction == UP else ("supply", "demand")
    if not numbers[f"{start}_id"]:
        return []
    rows = env.execute_query(SQL(
        """SELECT %(start)s || ':' || a.id, b.id, b.quantity
             FROM %(here)s a
             JOIN %(there)s b ON b.plan_id = a.plan_id AND (
                  a.kind = 'transfer' AND b.kind = 'transfer' AND b.ref = a.ref
                  OR a.kind IN ('component', 'production') AND b.kind IN ('component', 'production')
                     AND b.res_model = a.res_model AND b.res_id = a.res_id)
            WHERE a.id = ANY(%(ids)s)""",
        start=start, here=SQL.identifier(f"psms_plan_{start}"), there=SQL.identifier(f"psms_plan_{further}"),
        ids=numbers[f"{start}_id"]))
    return [(parent, {f"{further}_id": number}, quantity) for parent, number, quantity in rows]


# -- nodes -------------------------------------------------------------------------------------------------------------


class _Decorator:
    """What a person wants to know of each end: the document, its item, its days, how late it is."""

    def __init__(self, env):
        self.env = env

    def nodes(self, links):
        """
        :param links: (key of the parent, end, quantity or None for all of it)
        """
        numbers = defaultdict(set)
        for _parent, end, _quantity in links:
            [(name, number)] = end.items()
            numbers[name].add(number)
        self.rows = {
            "order_id": self._orders(numbers["order_id"]),
            "supply_id": self._documents("supply", numbers["supply_id"]),
            "demand_id": self._documents("demand", numbers["demand_id"]),
        }
        items = {row["item_id"] for rows in self.rows.values() for row in rows.values()}
        self.items = {item.id: item for item in self.env["psms.plan.item"].browse(
            items | numbers["on_hand"] | numbers["safety"])}
        self.labels = {name: dict(self.env[MODELS[name]]._fields[field]._description_selection(self.env))
                       for name, field in (("order_id", "state"), ("supply_id", "kind"), ("demand_id", "kind"))}
        nodes = [self._node(*link) for link in links]
        return sorted(nodes, key=lambda node: (node["product"], str(node["date"] or ""), node["key"]))

    def _node(self, parent, end, quantity):
        [(name, number)] = end.items()
        row = self.rows[name].get(number) if name in self.rows else None
        item = self.items[row["item_id"] if row else number]
        node = {
            "parent": parent, "key": end_key(end), "end": end, "item_id": item.id, "product": item.product_id.display_name,
            "uom": item.uom_id.name, "quantity": quantity if quantity is not None or not row else row["quantity"],
            "type": name.removesuffix("_id"), "kind": "", "label": "", "name": "", "model": False, "res_id": False,
            "partner": "", "date": False, "ready": False, "days_late": 0, "short": 0,
        }
        if not row:
            label = self.env._("Safety stock") if name == "safety" else self.env._("On hand")
            return {**node, "label": label, "end": False, "ready": name == "on_hand" and item.plan_id.start_date}
        node.update({key: row[key] for key in ("date", "ready", "days_late", "kind", "model", "res_id")})
        node.update(label=self.labels[name][row["kind"]], name=row["name"] or "", partner=row["partner"] or "",
                    short=row["short"])
        return node

    def _orders(self, ids):
        if not ids:
            return {}
        return {row["id"]: row for row in self.env.execute_query_dict(SQL(
            """SELECT o.id, o.item_id, o.quantity, o.state AS kind, o.due_date AS date, o.finish_date AS ready,
                      COALESCE(o.days_late, 0) AS days_late, 'psms.planned.order' AS model, o.id AS res_id, NULL AS name,
                      NULL AS partner, 0 AS short
                 FROM psms_planned_order o WHERE o.id = ANY(%s)""", list(ids)))}

    def _documents(self, table, ids):
        if not ids:
            return {}
        late = SQL("t.promise_date AS ready, t.days_late, t.short_qty AS short") if table == "demand" else SQL(
            "t.date AS ready, 0 AS days_late, 0 AS short")
        return {row["id"]: row for row in self.env.execute_query_dict(SQL(
            """SELECT t.id, t.item_id, t.quantity, t.kind, t.date, t.res_model AS model, t.res_id, t.name, p.name AS partner, %s
                 FROM %s t LEFT JOIN res_partner p ON p.id = t.partner_id WHERE t.id = ANY(%s)""",
            late, SQL.identifier(f"psms_plan_{table}"), list(ids)))}
