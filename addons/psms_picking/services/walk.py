"""From bins to the stops of a walk: what services/route.py needs, read in a constant number of statements."""

import re
from collections import defaultdict

from odoo.tools import SQL

from .route import Layout, Stop, compare


class Walk:
    """The bins of some move lines: where each one comes in walking order, and where it stands."""

    def __init__(self, env, locations):
        self.env = env
        self.locations = locations
        self.ranks = _ranks(env, locations)
        self.floors = _floors(env, locations)

    def key(self, line):
        """Sort key of a move line in walking order; lines of one bin stay together."""
        return (self.ranks.get(line.location_id.id, 0), line.product_id.id, line.lot_id.id, line.id)

    def stop(self, location):
        rank = self.ranks.get(location.id, 0)
        floor = self.floors.get(location.warehouse_id.id)
        if not floor or not location.aisle or not location.rack:
            return Stop(rank)
        return Stop(rank, floor.aisles[location.aisle], floor.racks[location.rack])

    def route(self, lines):
        """Compare the walk through ``lines``, which come in the order of the documents, with the sorted one."""
        warehouse = lines.location_id.warehouse_id[:1]
        floor = self.floors.get(warehouse.id)
        layout = Layout(warehouse.pick_aisle_pitch, floor.length if floor else 0.0)
        return compare([self.stop(line.location_id) for line in lines], layout)


class Floor:
    """The aisles and racks of one warehouse, turned from their names into numbers and metres."""

    def __init__(self, aisles, racks, rack_width):
        self.aisles = {name: number for number, name in enumerate(sorted(aisles, key=natural))}
        self.racks = {name: (number + 0.5) * rack_width for number, name in enumerate(sorted(racks, key=natural))}
        self.length = len(racks) * rack_width


def natural(name):
    """Sort key that puts 9 before 10 and A9 before A10."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"\d+|\D+", str(name))]


def document_order(lines):
    """Move lines as the documents list them: transfer by transfer, line by line."""
    return lines.sorted(lambda line: (
        line.picking_id.batch_sequence, line.picking_id.id, line.move_id.sequence, line.move_id.id, line.id))


def _ranks(env, locations):
    """Return the place of each bin in walking order among the bins of its warehouse.

    Bins that have no place on the way come last, by name; so do all bins of a warehouse that nobody has numbered.
    """
    if not locations:
        return {}
    env["stock.location"].flush_model(["walk_order", "complete_name", "usage", "warehouse_id", "active"])
    return dict(env.execute_query(SQL(
        """
        SELECT id, rank FROM (
            SELECT id, row_number() OVER (
                       PARTITION BY warehouse_id ORDER BY NULLIF(walk_order, 0), complete_name, id) AS rank
              FROM stock_location
             WHERE usage IN ('internal', 'transit') AND active
               AND warehouse_id IN (SELECT warehouse_id FROM stock_location WHERE id IN %s)
        ) bins WHERE id IN %s
        """, tuple(locations.ids), tuple(locations.ids),
    )))


def _floors(env, locations):
    """Return ``{warehouse id: Floor}`` of the warehouses whose bins have coordinates."""
    names = defaultdict(lambda: (set(), set()))
    groups = env["stock.location"]._read_group(
        [("warehouse_id", "in", locations.warehouse_id.ids), ("aisle", "not in", (False, "")),
         ("rack", "not in", (False, ""))],
        ["warehouse_id", "aisle", "rack"])
    for warehouse, aisle, rack in groups:
        names[warehouse][0].add(aisle)
        names[warehouse][1].add(rack)
    return {
        warehouse.id: Floor(aisles, racks, warehouse.pick_rack_width)
        for warehouse, (aisles, racks) in names.items()
    }
