"""Work centres with their calendars, bills of materials, operations and standard costs."""
from odoo.fields import Command

from .catalogue import COLOURS, FINISHED, ITEMS, KIT, KIT_LINES, SEMI
from .dates import TIME_ZONE, at, holidays_between
from .routings import BILLS, OPERATIONS, WORK_CENTRES

# Bills are written for a batch, so that set-up is shared and no line is a tiny fraction.
BATCH = {"none": 200, "lot": 100, "serial": 20}

SHIFTS = {
    "day": ("Day shift, six days", [(8, 12, "morning"), (13, 17, "afternoon")]),
    "two": ("Two shifts, six days", [(8, 12, "morning"), (13, 22, "afternoon")]),
}
DAY_NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]


def make_calendars(env, company, first, last):
    """{"day", "two": calendar} with the public holidays between `first` and `last`."""
    calendars = env["resource.calendar"].create([
        {
            "name": name,
            "company_id": company.id,
            "tz": TIME_ZONE,
            "attendance_ids": [
                Command.create({
                    "name": f"{day_name} {period}",
                    "dayofweek": str(day),
                    "hour_from": start,
                    "hour_to": end,
                    "day_period": period,
                })
                for day, day_name in enumerate(DAY_NAMES)
                for start, end, period in periods
            ],
        }
        for name, periods in SHIFTS.values()
    ])
    company.resource_calendar_id = calendars[0]
    env["resource.calendar.leaves"].create([
        {
            "name": "Public holiday 法定节假日",
            "calendar_id": calendar.id,
            "company_id": company.id,
            "date_from": at(day, 0),
            "date_to": at(day, 23, 59),
        }
        for calendar in calendars
        for day in holidays_between(first, last)
    ])
    return dict(zip(SHIFTS, calendars, strict=True))


def make_work_centres(env, company, calendars):
    """{code: work centre}"""
    centres = env["mrp.workcenter"].create([
        {
            # Work centre names are not translatable in Odoo.
            "name": f"{english} {chinese}",
            "code": code,
            "company_id": company.id,
            "resource_calendar_id": calendars[calendar].id,
            "tz": TIME_ZONE,
            "time_start": setup,
            "time_stop": cleanup,
            "costs_hour": cost,
            "oee_target": oee,
            "time_efficiency": 100,
        }
        for code, (english, chinese, _plant, calendar, setup, cleanup, cost, oee) in WORK_CENTRES.items()
    ])
    return dict(zip(WORK_CENTRES, centres, strict=True))


def make_bills(env, company, places, products, centres):
    """{code: bill}; the two colours have a bill each, which only their variant uses."""
    codes = list(BILLS)
    bills = env["mrp.bom"].create([
        _bill_values(env, company, places, products, centres, code) for code in codes
    ])
    env["mrp.bom"].create({
        "product_tmpl_id": products[KIT[0]].product_tmpl_id.id,
        "type": "phantom",
        "company_id": company.id,
        "bom_line_ids": [
            Command.create({"product_id": products[code].id, "product_qty": quantity})
            for code, quantity in KIT_LINES.items()
        ],
    })
    return dict(zip(codes, bills, strict=True))


def _bill_values(env, company, places, products, centres, code):
    item = ITEMS[code]
    batch = BATCH[item.tracking]
    warehouse = places.warehouses[item.plants[0]]
    return {
        "product_tmpl_id": products[code].product_tmpl_id.id,
        "product_id": products[code].id if code in COLOURS else False,
        "product_qty": batch,
        "code": f"{code}/01",
        "company_id": company.id,
        "picking_type_id": warehouse.manu_type_id.id,
        "consumption": "flexible",
        "produce_delay": item.days,
        "bom_line_ids": [
            Command.create({
                "product_id": products[part].id,
                "product_qty": round(per * batch, 4),
                "psms_scrap": scrap,
            })
            for part, per, scrap in BILLS[code]
        ],
        "operation_ids": [
            Command.create({
                "name": f"{english} {chinese}",
                "workcenter_id": centres[centre].id,
                "time_mode": "manual",
                "time_cycle_manual": minutes * batch,
            })
            for centre, english, chinese, minutes in OPERATIONS[code]
        ],
    }


def set_standard_costs(products):
    """Roll the cost up from the lowest level; every component is costed before what it goes into."""
    done = set()

    def roll(code):
        if code in done or code not in BILLS:
            return
        for part, _per, _scrap in BILLS[code]:
            roll(part)
        products[code].button_bom_cost()
        done.add(code)

    for item in [*SEMI, *FINISHED]:
        roll(item.code)


