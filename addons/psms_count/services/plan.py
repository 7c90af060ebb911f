"""Choose what a plan counts next, and make the document."""

import math
import random
from datetime import date, timedelta
from typing import NamedTuple

from odoo.addons.psms_base.services.calendar import local_date

from . import buckets, build, requests
from .buckets import Bucket

#: what counts everything once in a period, and what looks for something
CYCLES = ("all", "abc", "value")
#: a sample where the plan names no limit
SAMPLE = 20


class Candidate(NamedTuple):
    bucket: Bucket
    quantity: float
    value: float
    counted: date | None
    had_turn: bool
    due: date


class Figures(NamedTuple):
    """What a cycle means in numbers of lines."""

    population: int
    per_run: int
    overdue: int


def make_count(plan, today):
    """Make the document of a plan that is due. Returns it, empty when there is nothing to count."""
    env = plan.env
    Count = env["psms.count"]
    chosen = choose(plan, today)
    if not chosen:
        return Count
    count = Count.create({
        "plan_id": plan.id, "warehouse_id": plan.warehouse_id.id, "date": today, "mode": plan.mode, "blind": plan.blind,
        "user_ids": plan.user_ids.ids, "note": plan.name,
    })
    build.add_buckets(count, chosen)
    if not count.line_ids:
        count.unlink()
        return Count
    return count


def choose(plan, today):
    """Return the buckets that the plan counts in a document of this day."""
    if plan.method == "mismatch":
        chosen = _asked_for(plan, today)
    else:
        found = _candidates(plan, today)
        chosen = _cycle(plan, found, today) if plan.method in CYCLES else _sample(plan, found, today)
    if plan.whole_bin:
        chosen = _whole_bins(plan, chosen)
    return chosen


def figures(plan, today):
    found = _candidates(plan, today)
    overdue = sum(candidate.due < today for candidate in found)
    return Figures(len(found), _rate(plan, len(found)), overdue)


def _rate(plan, population):
    """Lines of one document, so that everything has its turn once in the period."""
    return math.ceil(population * plan.every_days / plan.period_days)


def limit_of(plan):
    """The most lines that people can count until the next document; infinite without a limit."""
    return plan.lines_per_day * plan.every_days or math.inf


def _cycle(plan, found, today):
    """What is due before the next document, and a steady share of what has not had its turn since the plan began."""
    soon = today + timedelta(days=plan.every_days)
    must = [candidate for candidate in found if candidate.due < soon]
    number = min(max(_rate(plan, len(found)), len(must)), limit_of(plan))
    eligible = [candidate for candidate in found if candidate.due < soon or not candidate.had_turn]
    eligible.sort(key=lambda candidate: (candidate.due, candidate.counted or date.min, -candidate.value, candidate.bucket))
    return [candidate.bucket for candidate in eligible[:int(min(number, len(eligible)))]]


def _sample(plan, found, today):
    if plan.method == "zero":
        found = [candidate for candidate in found if candidate.quantity <= 0]
    number = limit_of(plan)
    number = SAMPLE if number == math.inf and plan.method == "random" else number
    # the same day gives the same sample: who runs the plan twice does not get to choose
    order = random.Random(f"{plan.id}-{today.isoformat()}")
    found = sorted(found, key=lambda candidate: candidate.bucket)
    if len(found) > number:
        found = order.sample(found, int(number))
    return [candidate.bucket for candidate in found]


def _asked_for(plan, today):
    env = plan.env
    open_requests = env["psms.count.request"].search(
        [("state", "=", "open"), ("due_date", "<=", today), ("location_id", "in", _locations(plan).ids)], order="due_date, id")
    chosen = requests.buckets_of(env, open_requests)
    limit = limit_of(plan)
    return chosen if len(chosen) <= limit else chosen[:int(limit)]


def _whole_bins(plan, chosen):
    places = {bucket.location_id for bucket in chosen}
    lying = build.countable(plan.env, buckets.book(plan.env, places))
    return [*chosen, *(bucket for bucket, quantity in lying.items() if quantity)]


def _locations(plan):
    return build.scope_locations(plan.env, plan.warehouse_id, plan.zone_ids, plan.location_ids)


def _candidates(plan, today):
    """Everything that the plan covers and no other count has."""
    env = plan.env
    locations = _locations(plan)
    found = build.countable(env, buckets.book(env, locations.ids))
    found = _of_products(plan, found)
    if plan.method == "zero":
        found |= dict.fromkeys(build.empty_bins(locations, found), 0.0)
    else:
        found = {bucket: quantity for bucket, quantity in found.items() if quantity}
    busy = buckets.being_counted(env, locations.ids)
    last = buckets.last_counts(env, locations.ids)
    costs = _costs(plan, found) if plan.method == "value" else {}
    candidates = []
    for bucket, quantity in found.items():
        value = abs(quantity) * costs.get(bucket.product_id, 0.0)
        counted = local_date(plan.company_id, last[bucket]) if bucket in last else None
        if bucket in busy or value < plan.min_value or _too_soon(plan, counted, today):
            continue
        # What was counted before the plan began is spread over the first period, oldest first.
        had_turn = bool(counted and counted >= plan.start_date)
        due = (counted if had_turn else plan.start_date) + timedelta(days=plan.period_days)
        candidates.append(Candidate(bucket, quantity, value, counted, had_turn, due))
    return candidates


def _too_soon(plan, counted, today):
    """Days since the last count that the plan waits for; who looks for something waits a period."""
    days = plan.min_days or (plan.period_days if plan.method == "zero" else 0)
    return bool(days and counted and (today - counted).days < days)


def _of_products(plan, found):
    env = plan.env
    products = env["product.product"].browse({bucket.product_id for bucket in found})
    if plan.categ_ids:
        below = env["product.category"].search([("id", "child_of", plan.categ_ids.ids)])
        products = products.filtered(lambda product: product.categ_id in below)
    wanted = set(products.ids)
    if plan.method == "abc":
        wanted &= _in_classes(plan)
    return {bucket: quantity for bucket, quantity in found.items() if bucket.product_id in wanted}


def _in_classes(plan):
    """Products of the classes that the plan names; what has no class yet is a C."""
    classes = [letter for letter in "abc" if plan[f"class_{letter}"]]
    rows = plan.env["psms.stock.class"].search_fetch(
        [("warehouse_id", "=", plan.warehouse_id.id)], ["product_id", plan.class_by])
    wanted = {row.product_id.id for row in rows if row[plan.class_by] in classes}
    if "c" in classes:
        known = {row.product_id.id for row in rows}
        storable = plan.env["product.product"].with_context(active_test=False).search([("is_storable", "=", True)])
        wanted |= set(storable.ids) - known
    return wanted


def _costs(plan, found):
    products = plan.env["product.product"].with_company(plan.company_id).browse({bucket.product_id for bucket in found})
    return {product.id: product.standard_price for product in products}
