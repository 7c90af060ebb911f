"""Hand a snapshot to the planning engine and take its answer back in terms of items."""
import numpy as np
import psms_engine


def item_name(key):
    return f"{key[0]}@{key[1]}"


def engine_input(snapshot):
    """The engine's tables; `python -m psms_engine` reads the same columns from a folder of CSV files."""
    items = list(snapshot.items.values())
    lines = [(item.key, *line) for item in items for line in item.bom]
    demands, supplies = snapshot.demands, snapshot.supplies
    return psms_engine.PlanInput(
        start=snapshot.start,
        horizon_days=snapshot.horizon_days,
        items=psms_engine.Items(
            item=[item_name(item.key) for item in items],
            # A transfer between warehouses is made of the same product in the other warehouse.
            source=["buy" if item.source.kind == "buy" else "make" for item in items],
            lead_days=[item.lead_days for item in items],
            **{name: [getattr(item, name) for item in items]
               for name in ("on_hand", "safety_stock", "lot_days", "lot_min", "lot_multiple", "lot_max")}),
        bom=psms_engine.Bom(
            parent=[item_name(parent) for parent, *_ in lines],
            component=[item_name(component) for _parent, component, *_ in lines],
            quantity=[line[2] for line in lines],
            scrap=[line[3] for line in lines]),
        demands=psms_engine.Demands(
            demand=[flow.ref for flow in demands],
            item=[item_name(flow.key) for flow in demands],
            date=[flow.date for flow in demands],
            quantity=[flow.quantity for flow in demands]),
        supplies=psms_engine.Supplies(
            supply=[flow.ref for flow in supplies],
            item=[item_name(flow.key) for flow in supplies],
            date=[flow.date for flow in supplies],
            quantity=[flow.quantity for flow in supplies]),
        closed_days=snapshot.calendar.closed,
    )


def triggers(snapshot, planned):
    """What each planned order is for: the demands that stock, open supply and earlier orders don't serve.

    :return: by planned order the labels of up to three documents and the index of the planned order,
        one level up, that needs it first (or None)
    """
    order_keys = [tuple(map(int, name.split("@"))) for name in planned.item]
    needs = _needs(snapshot, planned, order_keys)
    found = []
    for index, key in enumerate(order_keys):
        dates, cumulated, labels, parents = needs[key]
        served = float(planned.on_hand[index] + planned.supply[index] + planned.covered[index]
                       - planned.safety_stock[index])
        first = int(np.searchsorted(cumulated, served + 1e-6))
        last = int(np.searchsorted(cumulated, served + float(planned.missing[index]) - 1e-6)) + 1
        names = list(dict.fromkeys(labels[position] for position in range(first, min(last, len(labels)))
                                   if labels[position]))
        parent = next((parents[position] for position in range(first, min(last, len(parents)))
                       if parents[position] is not None), None)
        found.append((names[:3], parent))
    return found


def _needs(snapshot, planned, order_keys):
    """By item its demands in order of date: days, running total, labels, planned orders they come from."""
    events = {key: [] for key in snapshot.items}
    start = np.datetime64(snapshot.start)
    for flow in snapshot.demands:
        events[flow.key].append((max(np.datetime64(flow.date), start), 0, flow.quantity, flow.label, None))
    for index, key in enumerate(order_keys):
        for component, quantity, scrap in snapshot.items[key].bom:
            needed = float(planned.quantity[index]) * quantity / (1.0 - scrap)
            events[component].append((planned.release[index], 1, needed, "", index))
    result = {}
    for key, rows in events.items():
        rows.sort(key=lambda row: row[:2])
        result[key] = ([row[0] for row in rows], np.cumsum([row[2] for row in rows]),
                       [row[3] for row in rows], [row[4] for row in rows])
    return result
