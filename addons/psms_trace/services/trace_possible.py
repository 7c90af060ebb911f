"""Nodes of the tree below goods without lot: what may have become of them, or where they may come from."""

from . import possible, trace_sql


def below(env, ends, up, node):
    """``{key: nodes}`` of ends that name goods without lot (``product`` and the ``lines`` that made or used them).

    :param node: makes a node of kind, key and values
    """
    if not ends:
        return {}
    reckoner = possible.Reckoner(env)
    reckoner.load({end["product"] for end in ends.values()})
    answers = {key: reckoner.ask(end["product"], end["lines"], up) for key, end in ends.items()} if reckoner.most else {}
    lines = {line_id for answer in answers.values() for line_id in answer.lines}
    movements = trace_sql.movements(env, lines, up) if lines else []
    return {
        key: _flow_nodes(end, answers[key], movements, node) + _stock_nodes(key, end, answers[key], node)
        + _cut_nodes(env, key, answers[key], node) if key in answers else []
        for key, end in ends.items()
    }


def _flow_nodes(end, answer, movements, node):
    """One node for all lines of one document; those that first in, first out leads to stand first."""
    groups = {}
    for line_id, kind, quantity, date, document in movements:
        if line_id in answer.lines and kind:
            groups.setdefault((kind, document), []).append((line_id, quantity, date))
    nodes = []
    for (kind, _document), rows in groups.items():
        line_ids = [line_id for line_id, _quantity, _date in rows]
        onward = {"product": end["product"], "lines": line_ids, "used": True}
        nodes.append(node(
            kind, f"possible:{min(end['lines'])}:{line_ids[0]}", product_id=end["product"], line_id=line_ids[0],
            quantity=sum(quantity for _line, quantity, _date in rows), date=max(date for _line, _quantity, date in rows),
            end=onward if kind in (trace_sql.MADE, trace_sql.CONSUMED) else None,
            possible=True, likely=not answer.likely.isdisjoint(line_ids)))
    return sorted(nodes, key=lambda each: not each["likely"])


def _stock_nodes(key, end, answer, node):
    return [
        node(
            "stock", f"{key}:{place}", product_id=end["product"], location_id=place, possible=True,
            quantity=answer.likely_places.get(place, quantity), likely=place in answer.likely_places)
        for place, quantity in sorted({**answer.likely_places, **answer.places}.items())
    ]


def _cut_nodes(env, key, answer, node):
    return [node("cut", f"{key}:cut", note=cut_text(env, answer.cut), possible=True)] if answer.cut else []


def cut_text(env, cut):
    """Why the tree is cut here, in words."""
    if cut.reason == possible.MOVEMENTS:
        return env._(
            "Cut here, because there are %(count)s movements of this product without lot: more than %(most)s are not reckoned "
            "with. Whatever was made of it later may be affected.", count=cut.count, most=possible.MOST_MOVEMENTS)
    return env._(
        "Cut here, because it may be in more than %(count)s movements. Only those that first in, first out leads to are shown; "
        "the limit is under Settings, PSMS, Traceability.", count=cut.count)
