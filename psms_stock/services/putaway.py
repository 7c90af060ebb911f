"""Putting goods away: which bin, how much of them, and why.

A putaway rule of Odoo says in which area ("store to") and by which method; with the method *best bin*
its ``_get_putaway_location`` asks a :class:`Planner`. The planner reads rules and loads of an area once
and remembers what it has given away, so a receipt of many lines costs as many queries as one of few.
"""

from odoo.fields import Command

from . import bin_load, classes, guard
from .putaway_area import Area, Found

#: the planner that decides for the lines at hand, passed to Odoo's putaway rules through the context
PLANNER = "psms_putaway_planner"
#: {location id: quantity} that one call gives away itself, passed on by stock.location
GIVEN = "psms_putaway_given"
#: ids of the storage categories whose bins are all that putaway looks at; None: of every bin
CATEGORIES = "psms_putaway_categories"
#: {location: its weights} of the bins that one call of Odoo's own methods has asked for
WEIGHTS = "psms_putaway_weights"


class Planner:
    """Decides bins for goods of one transaction."""

    def __init__(self, env, without_lines=()):
        self.env = env
        self.without_lines = tuple(without_lines)
        self._areas = {}
        self._classes = {}
        self.given = []
        self.goods = []
        self.splittable = False
        self.found = None
        self.asked = False

    def begin(self, goods, splittable=False):
        """Name the goods that the next calls of Odoo's putaway are about."""
        self.goods, self.splittable, self.found, self.asked = goods, splittable, None, False

    def propose(self, rule, product, quantity, package):
        """Return the bin that a putaway rule leads to, or an empty location."""
        self.asked = True
        goods = self.goods or self._goods_of_call(product, quantity, package)
        location = self.env["stock.location"]
        if not goods:
            return location
        area = self._area(rule)
        products = location.env["product.product"].browse(row.product_id for row in goods)
        self.found = area.find(goods, self._class_of(products[:1], rule.location_out_id), self.splittable)
        return location.browse(self.found.bin_id) if self.found else location

    def keep(self):
        """Give away the room of the bin that was found."""
        for area in self._areas.values():
            area.fill(self.found)

    def _goods_of_call(self, product, quantity, package):
        if product:
            return [bin_load.goods(product, quantity, package=package)]
        # sudo: a package tells what it holds to whoever puts it away
        return [bin_load.goods(quant.product_id, quant.quantity, package=package)
                for quant in (package.sudo().contained_quant_ids if package else ())]

    def _area(self, rule):
        key = (rule.location_out_id, rule.storage_category_id)
        if key not in self._areas:
            area = self._areas[key] = Area(self.env, *key, self.without_lines)
            for bin_id, goods in self.given:
                area.fill(Found(bin_id, "", goods.quantity, [goods]))
        return self._areas[key]

    def _class_of(self, product, location):
        warehouse = location.warehouse_id
        key = (product.id, warehouse.id)
        if key not in self._classes:
            self.learn_classes(product, warehouse)
        return self._classes[key]

    def learn_classes(self, products, warehouse):
        found = classes.class_of(self.env, products, warehouse)
        self._classes.update({(product.id, warehouse.id): found.get(product.id, "") for product in products})


def for_call(env, product):
    """A planner for one call of Odoo's putaway outside of :func:`place`, reckoning with what its caller gave away."""
    planner = Planner(env, env.context.get("exclude_sml_ids", ()))
    planner.given = [(location_id, bin_load.goods(product, quantity))
                     for location_id, quantity in env.context.get(GIVEN, {}).items() if product and quantity > 0]
    return planner


def uses_best_bin(location):
    return any(rule.sublocation == "best_bin" for rule in location.putaway_rule_ids)


def may_redirect(line, ruled):
    """Whether Odoo's putaway could change where a line goes; it reads all bins below before it looks for a rule.

    :param ruled: the places that have rules
    """
    location = line.move_id.location_dest_id
    return location in ruled or location.usage == "view" or line.result_package_id or line.location_dest_id != location


def storage_categories(lines):
    """Ids of the storage categories that the rules for these lines ask for, or None where one asks for any bin."""
    places, products = lines.move_id.location_dest_id, lines.product_id
    rules = places.putaway_rule_ids.filtered(lambda rule: not rule.product_id or rule.product_id in products)
    if "view" in places.mapped("usage") or not all(rule.storage_category_id for rule in rules):
        return None
    return tuple(rules.storage_category_id.ids)


def place(lines):
    """Send open move lines to the bins where they fit best, split over several where one is too small."""
    # What was counted, or sent to a bin by a person, stays where it is.
    lines = lines.filtered(lambda line: not line.picked and (
        line.putaway_reason or line.location_dest_id == line.move_id.location_dest_id))
    if not lines:
        return
    env = lines.env
    planner = Planner(env, without_lines=lines.ids)
    for location, group in lines.grouped(lambda line: line.move_id.location_dest_id).items():
        planner.learn_classes(group.product_id, location.warehouse_id)
    decisions = []
    for package, group in lines.grouped(lambda line: line.result_package_id.outermost_package_id).items():
        if package:
            decisions += _place_package(planner, package, group)
        else:
            for line in group:
                decisions += _place_line(planner, line)
    _claim(env, decisions)
    _store(env, decisions)


def _ask(planner, line, product, **values):
    """Ask Odoo's putaway, and through its rules the planner; return the bin and the reason."""
    location = line.move_id.location_dest_id
    context = {PLANNER: planner, "exclude_sml_ids": set(planner.without_lines)}
    if location.usage != "view" and all(rule.sublocation == "best_bin" for rule in location.putaway_rule_ids):
        # Odoo would add up what lies in every bin for rules of its own methods, line by line.
        context["locations"] = location
    asked = location.with_context(**context)
    dest = asked._get_putaway_strategy(product, **values).with_env(location.env)
    if planner.found and planner.found.bin_id == dest.id:
        return dest, planner.found.reason
    planner.found = None
    return dest, "none" if planner.asked and dest == location else False


def _place_line(planner, line):
    decisions, left = [], line.quantity_product_uom
    product, unit = line.product_id, line.product_id.uom_id
    splittable = product.tracking != "serial" and line.product_uom_id == unit
    while left > 0 and not unit.is_zero(left):
        planner.begin([bin_load.goods_of_line(line, left)], splittable)
        dest, reason = _ask(planner, line, product, quantity=left, packaging=line.move_id.packaging_uom_id)
        quantity = unit.round(planner.found.quantity, rounding_method="DOWN") if planner.found else left
        if planner.found:
            planner.keep()
        decisions.append((line, dest, reason, quantity))
        left = unit.round(left - quantity)
    return decisions


def _place_package(planner, package, lines):
    """A package stays together."""
    planner.begin([bin_load.goods_of_line(line) for line in lines])
    first = lines[:1].with_context(products=lines.product_id)
    product = lines.product_id.browse() if package.package_type_id else lines.product_id[:1]
    dest, reason = _ask(planner, first, product, quantity=sum(lines.mapped("quantity_product_uom")), package=package)
    if planner.found:
        planner.keep()
    return [(line, dest, reason, line.quantity_product_uom) for line in lines]


def _claim(env, decisions):
    """Meet those who fill the same bins by another way: the second one decides again on what the first one left."""
    guard.claim(env, {
        (guard.WHOLE_LOCATION, dest.id) for _line, dest, reason, _quantity in decisions if reason and reason != "none"
    })


def _store(env, decisions):
    # do_not_unreserve: as Odoo's own putaway does when it redirects lines
    Line = env["stock.move.line"].with_context(do_not_unreserve=True, psms_putaway_writes=True)
    first, rest = {}, []
    for line, dest, reason, quantity in decisions:
        if line in first:
            rest.append((line, dest, reason, quantity))
        else:
            first[line] = (dest, reason, quantity)
    together, prefetch = {}, [line.id for line in first]
    for line, (dest, reason, quantity) in first.items():
        if line.product_id.uom_id.compare(quantity, line.quantity_product_uom) < 0:
            Line.browse(line.id).with_prefetch(prefetch).quantity = quantity
        if (line.location_dest_id, line.putaway_reason) != (dest, reason):
            together.setdefault((dest, reason), []).append(line.id)
    for (dest, reason), ids in together.items():
        Line.browse(ids).with_prefetch(prefetch).write({"location_dest_id": dest.id, "putaway_reason": reason})
    for line, dest, reason, quantity in rest:
        line.copy({
            "quantity": quantity, "location_dest_id": dest.id, "putaway_reason": reason, "picked": False,
            "consume_line_ids": [Command.clear()], "produce_line_ids": [Command.clear()],
        })
