"""The whole tree of a lot as lines with depth, for paper and spreadsheet, and what it comes to."""

from . import trace, trace_sql
from .possible_reach import possible_reach
from .reach import reach

#: lines of a printed tree; what is left out is said
MOST_LINES = 5_000
#: the same for lines that are only possible
MOST_POSSIBLE = 1_000


def lines(env, lot_ids, up, most=MOST_LINES):
    """The tree below these lots, depth first: ``(lines, complete)``; a line is a node with ``depth`` and ``repeated``.

    Read level by level, so the number of statements depends on the depth alone. What was shown before is shown again
    without what is below it: trees of lots share branches, and rework makes circles. What is ``possible`` never takes
    the room of what is certain: it is read last, has its own limit, and ends with a line that says so.
    """
    top = trace.roots(env, lot_ids)
    below, complete = _load(env, [node["end"] for node in top], up, most)
    _load_possible(env, below, up, min(most, MOST_POSSIBLE))
    walk = _Walk(env, below, most, min(most, MOST_POSSIBLE))
    return walk.lines(top), complete and not walk.stack


class _Walk:
    """Goes through a tree that was read, depth first."""

    def __init__(self, env, below, most, most_possible):
        self.env, self.below, self.stack = env, below, []
        self.room = {False: most, True: most_possible}  # for certain and for possible lines
        self.shown = {False: set(), True: set()}

    def lines(self, top):
        found, cut = [], False
        self.stack = [(node, 0, False) for node in reversed(top)]
        while self.stack and self.room[False]:
            node, depth, above = self.stack.pop()
            possible = above or node["possible"]
            if possible and not self.room[True]:
                found += [] if cut else [self._cut_line(depth)]
                cut = True
                continue
            self.room[possible] -= 1
            found.append({**node, "depth": depth, "possible": possible, **self._unfold(node, depth, possible)})
        return found

    def _unfold(self, node, depth, possible):
        """Put what is below on the stack; says whether it was shown before, or not read any more."""
        key = trace.key_of(node["end"]) if node["end"] else None
        children = self.below.get(key, ())
        # what was shown as possible alone is shown again where it is certain
        if key in self.shown[False] or possible and key in self.shown[True]:
            return {"repeated": bool(children), "unread": False}
        if key:
            self.shown[possible].add(key)
        self.stack.extend((child, depth + 1, possible) for child in reversed(children))
        return {"repeated": False, "unread": bool(key and key not in self.below and (possible or node["end"].get("product")))}

    def _cut_line(self, depth):
        node = trace.note(self.env, self.env._("Cut here: more that is only possible is left out, the page Trace shows it."))
        return {**node, "depth": depth, "repeated": False, "unread": False}


def _load(env, ends, up, most):
    """What certainly is below these ends."""
    below, count = {}, 0
    while ends and count < most:
        for key, page in trace.level(env, ends, up, limit=None).items():
            below[key] = page["nodes"]
            count += len(page["nodes"])
        ends = _following(below, ends, certain=True)
    return below, not ends


def _load_possible(env, below, up, most):
    """Go on through goods without lot, until so many nodes were read."""
    count = 0
    ends = [end for end in _following(below, [{"key": key} for key in below], certain=False) if end.get("product")]
    while ends and count < most:
        for key, page in trace.level(env, ends, up, limit=None).items():
            below[key] = page["nodes"]
            count += len(page["nodes"])
        ends = _following(below, ends, certain=False)


def _following(below, ends, certain):
    """The ends one level below that were not read yet."""
    following = {
        trace.key_of(node["end"]): node["end"]
        for end in ends for node in below[end.get("key") or trace.key_of(end)] if node["end"]
    }
    return [end for key, end in following.items() if key not in below and not (certain and end.get("product"))]


def summary(env, lot_ids):
    """What the lots come to: how much of them is where, what was made of them, and who has it."""
    down, up = reach(env, lot_ids), reach(env, lot_ids, up=True)
    made, origins = set(down.levels) - set(lot_ids), set(up.levels) - set(lot_ids)
    shipped = [flow for flows in trace_sql.flows(env, down.levels, (trace_sql.SHIPPED,)).values() for flow in flows]
    received = [flow for flows in trace_sql.flows(env, up.levels, (trace_sql.RECEIVED,)).values() for flow in flows]
    return {
        "made_possible": len(possible_reach(env, down.levels).lots),
        "origins_possible": len(possible_reach(env, up.levels, up=True).lots),
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
