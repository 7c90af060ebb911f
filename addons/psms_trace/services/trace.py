"""Where a lot comes from and where it went, one level after another or the whole tree.

A node is a dict that the page shows as it is. A lot has below it what happened to it: on the way down the productions
that consumed it, deliveries, returns, scrap and what is still in stock; on the way up the productions it came out of,
receipts and what a count found. A production has below it the lots that came out of it (upwards: that went into it), and
what went in or came out without a lot. Goods without lot have below them what may have become of them, or where they may
come from: reckoned from dates and quantities, so these nodes are ``possible``, and so is all that is below them.
"""

from . import possible, trace_describe, trace_possible, trace_sql

#: nodes below one node that are sent at once; the page asks for the next ones
PAGE = 200


def key_of(end):
    """The name of a node that can be unfolded: a lot, goods without lot, or the lines of either in one production."""
    if end.get("product"):
        return f"{'used' if end.get('used') else 'free'}:{end['product']}:{min(end['lines'])}"
    if end.get("lines"):
        return f"op:{end['lot']}:{min(end['lines'])}"
    return f"lot:{end['lot']}"


def level(env, ends, up, inside=False, offset=0, limit=PAGE):
    """What is right below these ends: ``{key: {"nodes": [...], "total": n}}``, in a fixed number of statements.

    :param ends: as nodes carry them in ``end``: ``{"lot": id}``, ``{"lot": id, "lines": [line ids]}`` in a production;
        without lot ``{"product": id, "lines": [line ids]}``, and with ``"used": True`` in a production
    :param up: to the origin instead of to the customers
    :param inside: also the internal moves and repackings of a lot
    :param offset, limit: which of the nodes of each end
    """
    trace_sql.flush(env)
    free = {key_of(end): end for end in ends if end.get("product") and not end.get("used")}
    found = _below_lots(env, {end["lot"] for end in ends if not end.get("lines")}, up, inside)
    found.update(_below_operations(env, [end for end in ends if end.get("lines") and key_of(end) not in free], up))
    found.update(trace_possible.below(env, free, up, _node))
    last = None if limit is None else offset + limit
    pages = {key: nodes[offset:last] for key, nodes in found.items()}
    trace_describe.describe(env, [node for nodes in pages.values() for node in nodes])
    return {key: {"nodes": nodes, "total": len(found[key])} for key, nodes in pages.items()}


def roots(env, lot_ids):
    """The nodes of the lots asked for, without quantity on an edge."""
    nodes = [_lot_node(lot_id) for lot_id in lot_ids]
    trace_describe.describe(env, nodes)
    return nodes


def note(env, text):
    """A node that says something about the tree."""
    node = _node("cut", "cut", note=text, possible=True)
    trace_describe.describe(env, [node])
    return node


# NODES -----------------------------------------------------------------------------------------


def _node(kind, key, **values):
    return {
        "kind": kind, "key": key, "end": None, "lot_id": None, "product_id": None, "line_id": None, "package_id": None,
        "location_id": None, "quantity": None, "reserved": None, "date": None, "possible": False, "likely": False, **values,
    }


def _lot_node(lot_id, **values):
    end = {"lot": lot_id}
    return _node("lot", key_of(end), lot_id=lot_id, end=end, **values)


def _below_lots(env, lot_ids, up, inside):
    if not lot_ids:
        return {}
    kinds = trace_sql.UP if up else trace_sql.DOWN + (trace_sql.INSIDE if inside else ())
    found = {
        f"lot:{lot_id}": [_flow_node(flow) for flow in flows]
        for lot_id, flows in trace_sql.flows(env, lot_ids, kinds).items()
    }
    if not up:
        for lot_id, places in trace_sql.stock(env, lot_ids).items():
            found[f"lot:{lot_id}"] += [
                _node("stock", f"stock:{lot_id}:{location_id}:{package_id or 0}", of_lot=lot_id, location_id=location_id,
                      package_id=package_id, quantity=quantity, reserved=reserved)
                for location_id, package_id, quantity, reserved in places
            ]
    return found


def _flow_node(flow):
    values = {
        "of_lot": flow.lot_id, "line_id": flow.line_ids[0], "quantity": flow.quantity, "date": flow.date,
    }
    if flow.kind in (trace_sql.MADE, trace_sql.CONSUMED):
        end = {"lot": flow.lot_id, "lines": flow.line_ids}
        return _node(flow.kind, key_of(end), end=end, **values)
    return _node(flow.kind, f"{flow.kind}:{flow.line_ids[0]}", **values)


def _below_operations(env, ends, up):
    if not ends:
        return {}
    linked = trace_sql.links(env, {line_id for end in ends for line_id in end["lines"]}, up)
    found = {key_of(end): _linked_nodes(end, linked) for end in ends}
    _follow_without_lot(env, [node for nodes in found.values() for node in nodes if node["kind"] == "untracked"], up)
    return found


def _follow_without_lot(env, nodes, up):
    """Goods without lot can be unfolded where there is a production behind them, if the company wants that."""
    products = {node["product_id"] for node in nodes} if env.company.psms_trace_possible else set()
    followed = possible.made(env, products) if up else products
    for node in nodes:
        lines = node.pop("lines")
        if node["product_id"] in followed:
            node["end"] = {"product": node["product_id"], "lines": lines}


def _linked_nodes(end, linked):
    """One node for each lot, and one for each product without lot, on the other side of a production."""
    lines = {link.line_id: link for line_id in end["lines"] for link in linked[line_id]}
    groups = {}
    for link in lines.values():
        # A lot that goes into its own production (rework, repair) says nothing about where it comes from.
        if not link.lot_id or link.lot_id != end.get("lot"):
            groups.setdefault((link.product_id, link.lot_id), []).append(link)
    nodes = []
    for (product_id, lot_id), group in groups.items():
        values = {
            "product_id": product_id, "quantity": sum(link.quantity for link in group),
            "date": max(link.date for link in group), "line_id": group[0].line_id,
        }
        if lot_id:
            nodes.append(_lot_node(lot_id, **values))
        else:
            nodes.append(_node(
                "untracked", f"untracked:{group[0].line_id}", lines=sorted(link.line_id for link in group), **values))
    # with a lot first: those are what can be followed
    return sorted(nodes, key=lambda node: (node["kind"] != "lot", node["product_id"], node["lot_id"] or 0))
