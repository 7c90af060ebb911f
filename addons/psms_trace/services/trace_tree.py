"""The whole tree of a lot as lines with depth, for paper and spreadsheet, and what it comes to."""

from . import trace, trace_sql
from .reach import reach

#: lines of a printed tree; what is left out is said
MOST_LINES = 5_000


def lines(env, lot_ids, up, most=MOST_LINES):
    """The tree below these lots, depth first: ``(lines, complete)``; a line is a node with ``depth`` and ``repeated``.

    Read level by level, so the number of statements depends on the depth alone. What was shown before is shown again
    without what is below it: trees of lots share branches, and rework makes circles.
    """
    top = trace.roots(env, lot_ids)
    below, complete = _load(env, [node["end"] for node in top], up, most)
    found, shown = [], set()
    stack = [(node, 0) for node in reversed(top)]
    while stack and len(found) < most:
        node, depth = stack.pop()
        key = trace.key_of(node["end"]) if node["end"] else None
        repeated = key in shown and bool(below.get(key))
        found.append({**node, "depth": depth, "repeated": repeated})
        if key and not repeated:
            shown.add(key)
            stack.extend((child, depth + 1) for child in reversed(below.get(key, ())))
    return found, complete and not stack


def _load(env, ends, up, most):
    below, count = {}, 0
    while ends and count < most:
        for key, page in trace.level(env, ends, up, limit=None).items():
            below[key] = page["nodes"]
            count += len(page["nodes"])
        following = {
            trace.key_of(node["end"]): node["end"]
            for end in ends for node in below[trace.key_of(end)] if node["end"]
        }
        ends = [end for key, end in following.items() if key not in below]
    return below, not ends


def summary(env, lot_ids):
    """What the lots come to: how much of them is where, what was made of them, and who has it."""
    down, up = reach(env, lot_ids), reach(env, lot_ids, up=True)
    made, origins = set(down.levels) - set(lot_ids), set(up.levels) - set(lot_ids)
    shipped = [flow for flows in trace_sql.flows(env, down.levels, (trace_sql.SHIPPED,)).values() for flow in flows]
    received = [flow for flows in trace_sql.flows(env, up.levels, (trace_sql.RECEIVED,)).values() for flow in flows]
    return {
        "made": len(made),
        "made_complete": down.complete,
        "origins": len(origins),
        "origins_complete": up.complete,
        "customers": _partners(env, shipped),
        "vendors": _partners(env, received),
    }


def _partners(env, flows):
    """Who is behind these deliveries, the most frequent first: names and how many deliveries."""
    lines = env["stock.move.line"].browse([flow.line_ids[0] for flow in flows])
    lines.fetch(["picking_id", "move_id"])
    count = {}
    for line in lines:
        partner = line.picking_id.partner_id or line.move_id.partner_id
        count[partner] = count.get(partner, 0) + 1
    return [
        {"id": partner.id, "name": partner.display_name or "", "count": number}
        for partner, number in sorted(count.items(), key=lambda pair: (-pair[1], pair[0].display_name or ""))
    ]
