"""The age of the stock once more, by another way: every single unit is an object that is carried from place to place.

Nothing is shared with the ledger: no intervals, no splitting, no SQL of its own, no incremental update. A past day is found by
going through the history up to that day from the beginning. Quantities have to be whole.
"""
from collections import Counter, defaultdict


class Unit:
    def __init__(self, born, birth):
        self.born, self.birth = born, birth


def stock_on(lines, day):
    """Count the units that are inside at the end of a day: {(place, lot, package, owner): {day of birth: units}}.

    :param lines: done move lines
    """
    heaps, gone, missing = defaultdict(list), defaultdict(list), defaultdict(Counter)
    for line in sorted(lines, key=_moment):
        if line.date.date() > day:
            break
        source, dest = _inside(line.location_id), _inside(line.location_dest_id)
        place = (line.location_id, line.lot_id, line.package_id, line.owner_id)
        target = (line.location_dest_id, line.lot_id, line.result_package_id, line.owner_id)
        if source and dest and place == target:
            continue
        back = _went_out(line, gone) if not source else []
        moving = []
        for _number in range(round(line.quantity_product_uom)):
            if source and heaps[place]:
                unit = min(heaps[place], key=lambda unit: (unit.born, unit.birth))
                heaps[place].remove(unit)
            elif back:
                unit = back.pop(0)
                _forget(gone, unit)
            else:
                unit = Unit(line.date.date(), line.id)
                if source:
                    missing[place][line.date.date()] += 1
            moving.append(unit)
        gone[line].extend(moving)
        if dest:
            for unit in sorted(moving, key=lambda unit: (unit.born, unit.birth)):
                if missing[target]:
                    first = min(missing[target])
                    missing[target] -= Counter({first: 1})
                else:
                    heaps[target].append(unit)
    return _counted(heaps, missing)


def _moment(line):
    late = line.location_id.usage == "production" or line.move_id.origin_returned_move_id
    return (line.date, bool(late), line.id)


def _inside(location):
    return location.usage in ("internal", "transit")


def _went_out(line, gone):
    """The units that a line may bring back, the oldest first."""
    if line.move_id.origin_returned_move_id:
        sources = line.move_id.origin_returned_move_id.move_line_ids.filtered(lambda origin: origin.lot_id == line.lot_id)
    else:
        sources = line.consume_line_ids.filtered(lambda used: used.product_id == line.product_id)
    return [unit for source in sources.sorted(lambda used: (used.date, used.id))
            for unit in sorted(gone[source], key=lambda unit: (unit.born, unit.birth))]


def _forget(gone, unit):
    for units in gone.values():
        if unit in units:
            units.remove(unit)


def _counted(heaps, missing):
    found = {}
    for heap in {*heaps, *missing}:
        units = Counter(unit.born for unit in heaps[heap])
        units.subtract(missing[heap])
        if any(units.values()):
            found[heap] = {born: count for born, count in units.items() if count}
    return found
