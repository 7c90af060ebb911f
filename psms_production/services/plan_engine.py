"""Hand a snapshot to the planning engine and take its answer back in terms of items."""
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
        defer_tolerance_days=snapshot.defer_days,
        items=psms_engine.Items(
            item=[item_name(item.key) for item in items],
            # A transfer between warehouses is made of the same product in the other warehouse.
            source=["buy" if item.source.kind == "buy" else "make" for item in items],
            lead_days=[item.lead_days for item in items],
            **{name: [getattr(item, name) for item in items]
               for name in ("on_hand", "safety_stock", "lot_days", "lot_min", "lot_multiple", "lot_max", "expedite_days",
                            "fence_days", "calendar")}),
        bom=psms_engine.Bom(
            parent=[item_name(parent) for parent, *_ in lines],
            component=[item_name(component) for _parent, component, *_ in lines],
            quantity=[line[2] for line in lines],
            scrap=[line[3] for line in lines]),
        demands=psms_engine.Demands(
            demand=[flow.ref for flow in demands],
            item=[item_name(flow.key) for flow in demands],
            date=[flow.date for flow in demands],
            quantity=[flow.quantity for flow in demands],
            priority=[flow.priority for flow in demands]),
        supplies=psms_engine.Supplies(
            supply=[flow.ref for flow in supplies],
            item=[item_name(flow.key) for flow in supplies],
            date=[flow.date for flow in supplies],
            quantity=[flow.quantity for flow in supplies],
            firm=[int(flow.firm) for flow in supplies]),
        closed_days=psms_engine.ClosedDays(
            date=[day for days in snapshot.calendars.values() for day in days],
            calendar=[name for name, days in snapshot.calendars.items() for _day in days]),
    )


def days_late(planned):
    """Days from the need to the day on which the goods are there, whatever makes them late."""
    return (planned.finish - planned.need).astype(int).clip(min=0)
