"""Open demand and supply of a company, as flows into and out of the stock of a warehouse."""
from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from . import plan_problems as problems
from . import plan_queries as queries
from .plan_forecast import consume, monday
from .plan_links import take_out
from .plan_problems import Problem

EPSILON = 1e-6


class Flow(NamedTuple):
    """An open demand or supply of an item."""

    ref: str  # unique among demands, and among supplies
    key: tuple
    date: date
    quantity: float
    label: str  # name of the document
    # Demand: sale, component, forecast, transfer, other, stock (below zero).
    # Supply: purchase, rfq, production, transfer, byproduct, other.
    # Both: firm, a planned order that is kept as it is.
    kind: str
    # The document that a person opens, and its line: of the sale, the purchase or the forecast, else the stock move.
    res_model: str | None = None
    res_id: int | None = None
    line_id: int | None = None
    partner_id: int | None = None
    # Supply whose date nobody can move: goods on their way between two places, production that has begun.
    firm: bool = False
    priority: int = 1  # of a demand: 0 is served first (starred in Odoo), 1 others, 2 forecasts


class Flows:
    """Reads all flows; `demands` and `supplies` are lists of `Flow`."""

    def __init__(self, env, company, today, areas, products, bills, step):
        """
        :param products: {product id: row of plan_queries.products}
        :param step: the smallest step in which Odoo keeps a quantity
        """
        self.env, self.company, self.today, self.areas = env, company, today, areas
        self.products, self.bills = products, bills
        self.tz = company._psms_timezone().zone
        self.demands, self.supplies, self.problems = [], [], set()
        self._read_moves(step)
        for line in queries.open_rfq_lines(env, company, self.tz, company.psms_plan_drafts):
            self.supplies.extend(self._rfq_flows(line))
        # Everything ordered consumes the forecast, also what is made to order and leaves the plan.
        self.sales = [(flow.key, flow.date, flow.quantity) for flow in self.demands if flow.kind == "sale"]

    def planned(self, product_id):
        return product_id in self.products and self.products[product_id].planned

    def _read_moves(self, step):
        env, company = self.env, self.company
        demands, supplies = self.demands, self.supplies
        needs, arrived = queries.billed_needs(env, company), queries.arrived_moves(env, company)
        sales, purchases = queries.sale_documents(env, company), queries.purchase_documents(env, company)
        for move in queries.open_moves(env, company, self.areas, self.tz, company.psms_plan_drafts):
            ref = f"move:{move.id}"
            label, *document = self._document(move, sales, purchases)
            if move.from_warehouse_id:
                demands.append(Flow(ref, (move.product_id, move.from_warehouse_id), move.date,
                                    self._needed(move, needs, step), label, move.demand_kind, *document, False, move.priority))
            if move.to_warehouse_id:
                supplies.append(Flow(ref, (move.product_id, move.to_warehouse_id), move.date, move.quantity, label,
                                     move.supply_kind, *document, bool(move.begun) or move.id in arrived))

    @staticmethod
    def _document(move, sales, purchases):
        """(label, model, document, line, partner) of what a person would open."""
        for model, documents, line in (("purchase.order", purchases, move.purchase_line_id),
                                       ("sale.order", sales, move.sale_line_id)):
            if line in documents:
                order_id, name, partner_id = documents[line]
                return name, model, order_id, line, partner_id
        for model, record in (("mrp.production", move.production_id), ("stock.picking", move.picking_id)):
            if record:
                return move.reference, model, record, move.id, move.partner_id
        return move.reference, "stock.move", move.id, move.id, move.partner_id

    @staticmethod
    def _needed(move, needs, step):
        """What a production order needs by its bill, where Odoo has only rounded that up.

        The plan that the order was released from knew the exact need; the roundings of many orders
        would add up to crumbs to be ordered once more.
        """
        need = needs.get(move.id)
        return move.quantity if need is None or abs(move.quantity - need) > step + EPSILON else need

    def _rfq_flows(self, line):
        """A requested kit arrives as its components; on a confirmed order Odoo has made those moves."""
        document = ("rfq", "purchase.order", line.order_id, line.id, line.partner_id)
        for number, (product_id, quantity) in enumerate(self._without_kits(line.product_id, line.quantity)):
            ref = f"rfq:{line.id}:{number}" if number else f"rfq:{line.id}"
            yield Flow(ref, (product_id, line.warehouse_id), line.date, quantity, line.label, *document)

    def _without_kits(self, product_id, quantity):
        """(product, quantity): a kit's components, anything else itself."""
        kit = self.bills.kit(product_id)
        if not kit:
            return [(product_id, quantity)]
        return [(component.product_id, quantity * component.quantity)
                for component in self.bills.components(product_id, kit)]

    def take_out_made_to_order(self, on_hand):
        """Leave to Odoo what it has ordered for one document already."""
        links = queries.made_to_order(self.env, self.company)
        self.demands, self.supplies, found = take_out(self.demands, self.supplies, on_hand, links)
        self.problems |= found

    # -- what is no open document --------------------------------------------------------------------------------------

    def add_negative_stock(self, on_hand):
        """Stock below zero has been used already: a need of today."""
        for key, quantity in on_hand.items():
            if quantity < -EPSILON and self.planned(key[0]):
                self.problems.add(Problem(problems.NEGATIVE_STOCK, *key, quantity=quantity))
                self.demands.append(Flow(
                    f"stock:{key[0]}@{key[1]}", key, self.today, -quantity, "", "stock", priority=0))

    def add_forecasts(self, first_open_day, fence_days):
        """What sales orders leave of the forecasts, each on the first open day of its week.

        :param first_open_day: of (warehouse id, day): the first open day from the day on
        :param fence_days: of an item's key: days from today in which forecasts don't count
        """
        company, weeks_back = self.company, self.company.psms_forecast_back_weeks
        this_week = monday(self.today)
        # An order may consume earlier weeks, and orders of earlier weeks may consume this one.
        since = this_week - timedelta(weeks=weeks_back + company.psms_forecast_forward_weeks)
        rows = queries.forecasts(self.env, company, since)
        if not rows:
            return
        forecasts, document = defaultdict(float), {}
        for row in rows:
            for product_id, quantity in self._without_kits(row.product_id, row.quantity):
                place = (product_id, row.warehouse_id), row.week_start
                forecasts[place] += quantity
                document.setdefault(place, row.id)
        orders = self.sales + [((row.product_id, row.warehouse_id), row.date, row.quantity)
                               for row in queries.shipped_sales(self.env, company, self.areas, self.tz, since)]
        found = consume(forecasts, orders, weeks_back, company.psms_forecast_forward_weeks)
        for (key, week), figures in sorted(found.items()):
            if figures.rest <= EPSILON or week < this_week:
                continue
            day = first_open_day(key[1], max(week, self.today))
            if (day - self.today).days < fence_days(key):
                continue
            forecast_id, (year, number, _day) = document[key, week], week.isocalendar()
            self.demands.append(Flow(
                f"forecast:{key[0]}@{key[1]}:{week}", key, day, figures.rest, f"{year}-W{number:02d}", "forecast",
                "psms.forecast", forecast_id, forecast_id, priority=2))

    def add_firm_orders(self):
        """Planned orders that a planner has fixed are supply that nobody moves."""
        self.firm_orders = queries.firm_orders(self.env, self.company)
        self.supplies += [
            Flow(f"firm:{order.id}", (order.product_id, order.warehouse_id), order.due_date, order.quantity, "",
                 "firm", "psms.planned.order", order.id, firm=True) for order in self.firm_orders]

    def add_firm_needs(self, items):
        """Components of planned orders that are fixed, as the engine counts them for its own."""
        for order in self.firm_orders:
            item = items.get((order.product_id, order.warehouse_id))
            for number, (key, quantity, scrap) in enumerate(item.bom if item else ()):
                self.demands.append(Flow(
                    f"firm:{order.id}:{number}", key, order.release_date, order.quantity * quantity / (1.0 - scrap), "",
                    "firm", "psms.planned.order", order.id))

    def report_unplanned(self):
        """Tracked goods that somebody took out of the plan, by the quantity that is left out."""
        left_out = defaultdict(float)
        for flow in self.demands:
            product = self.products.get(flow.key[0])
            if product and product.storable and not product.planned:
                left_out[flow.key] += flow.quantity
        self.problems.update(Problem(problems.NOT_PLANNED, *key, quantity=quantity)
                             for key, quantity in left_out.items())
