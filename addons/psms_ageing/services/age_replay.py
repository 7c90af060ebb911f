"""Which pieces lie where since when, and when each was born: a replay of goods movements, without a database.

A piece is born on the day of its first receipt or of its production. It keeps that day through every move inside,
wherever it lies; at each place the piece that was born first leaves first. What comes back, or comes out of a repack,
is as old as what had gone.

The state is a stack of rows for each heap: a product at a location, of a lot, in a package, of an owner. A row is a part
of a heap that came with one line and, as soon as it is closed, left with one line. A part that leaves splits its row, so
that the rows that were there on a day add up to what was there on that day.
"""
from bisect import insort
from collections import defaultdict
from typing import NamedTuple

#: below it a quantity is nothing; Odoo's quantities have at most six digits
NOTHING = 1e-6
#: digits that survive the adding and subtracting of floats
DIGITS = 9

# a row of a stack; the first four order it: born first, leaves first
BORN, BIRTH, SINCE, CAME_BY, QUANTITY, KIND, VENDOR, COMPANY, ROW = range(9)


class Line(NamedTuple):
    """A done line of a goods movement. Days are numbers; a place outside, and whatever there is none of, is 0."""

    id: int
    day: int
    product: int
    source: int
    dest: int
    lot: int
    package: int
    result_package: int
    owner: int
    quantity: float
    company: int  # of the destination
    source_company: int
    kind: str  # of the birth, when the line brings goods in
    vendor: int


class Piece(NamedTuple):
    """So much that was born together."""

    born: int
    birth: int
    kind: str
    vendor: int
    quantity: float


class Closed(NamedTuple):
    """A part of a heap that is gone."""

    heap: tuple
    row: list
    quantity: float
    until: int
    left_by: int


class Replay:
    """Goes through lines in the order in which they happened.

    :param links: {line: (lines out of which came what it brings, whether another product came out of them)}
    """

    def __init__(self, links=()):
        self.links = dict(links)
        self.remembered = {source for sources, _other in self.links.values() for source in sources}
        self.left = {}  # line -> [[born, birth, kind, vendor, quantity not back yet, quantity]] for the remembered
        self.stacks = defaultdict(list)
        self.holes = defaultdict(list)
        self.closed = []

    # -- what is known before ------------------------------------------------------------------------------------------

    def load(self, heap, row):
        """A row that an earlier replay has left open."""
        (self.stacks if row[QUANTITY] > 0 else self.holes)[heap].append(row)

    def remember(self, line, piece):
        """What an earlier replay saw leave with a line."""
        self.left.setdefault(line, []).append([*piece, piece.quantity])

    def forget_returned(self, line, quantity):
        """What an earlier replay saw come back."""
        sources, other = self.links[line]
        if not other:
            list(self._drawn(sources, quantity))

    def begin(self):
        for stack in self.stacks.values():
            stack.sort()

    # -- the replay ----------------------------------------------------------------------------------------------------

    def run(self, lines):
        for line in lines:
            if line.source:
                source = (line.product, line.source, line.lot, line.package, line.owner)
                heap = (line.product, line.dest, line.lot, line.result_package, line.owner)
                if source == heap:
                    continue  # a repair, or a line that was put where it is
                pieces = self._take(source, line)
                if line.id in self.remembered:
                    self.left[line.id] = [[*piece, piece.quantity] for piece in pieces]
            else:
                heap = (line.product, line.dest, line.lot, line.result_package, line.owner)
                pieces = self._born(line)
            if line.dest:
                self._put(heap, pieces, line)

    def open_rows(self):
        """(heap, row) of what is there at the end, holes included."""
        for stacks in (self.stacks, self.holes):
            for heap, rows in stacks.items():
                for row in rows:
                    yield heap, row

    def _take(self, heap, line):
        """Take pieces off a heap, the first born first. What is not there leaves a hole."""
        pieces, short = [], line.quantity
        heaps = [heap]
        if heap[2]:
            # Odoo makes up for what a lot lacks out of what lies there without a lot.
            heaps.append((*heap[:2], 0, *heap[3:]))
        for one in heaps:
            if short > NOTHING:
                short = self._take_from(one, short, line, pieces)
        if short > NOTHING:
            short = round(short, DIGITS)
            self.holes[heap].append([line.day, line.id, line.day, line.id, -short, "early", 0, line.source_company, 0])
            pieces.append(Piece(line.day, line.id, "early", 0, short))
        return pieces

    def _take_from(self, heap, short, line, pieces):
        stack = self.stacks.get(heap)
        while stack and short > NOTHING:
            row = stack[0]
            part = row[QUANTITY]
            if part - short > NOTHING:
                part = short
                row[QUANTITY] = round(row[QUANTITY] - part, DIGITS)
                self.closed.append(Closed(heap, [*row[:ROW], -row[ROW]], part, line.day, line.id))
            else:
                stack.pop(0)
                self.closed.append(Closed(heap, row, part, line.day, line.id))
            pieces.append(Piece(row[BORN], row[BIRTH], row[KIND], row[VENDOR], part))
            short = round(short - part, DIGITS)
        return short

    def _put(self, heap, pieces, line):
        """Put pieces on a heap; a hole is filled first."""
        if heap in self.holes:
            pieces = self._fill(heap, sorted(pieces), line)
        together = {}
        for piece in pieces:
            key = piece[:4]
            together[key] = together.get(key, 0.0) + piece.quantity
        stack = self.stacks[heap]
        for (born, birth, kind, vendor), quantity in together.items():
            row = [born, birth, line.day, line.id, round(quantity, DIGITS), kind, vendor, line.company, 0]
            if not stack or stack[-1] < row:
                stack.append(row)
            else:
                insort(stack, row)

    def _fill(self, heap, pieces, line):
        holes, left = self.holes[heap], []
        for piece in pieces:
            quantity = piece.quantity
            while holes and quantity > NOTHING:
                hole = holes[0]
                part = min(quantity, -hole[QUANTITY])
                if -hole[QUANTITY] - part > NOTHING:
                    hole[QUANTITY] = round(hole[QUANTITY] + part, DIGITS)
                    self.closed.append(Closed(heap, [*hole[:ROW], -hole[ROW]], -part, line.day, line.id))
                else:
                    holes.pop(0)
                    self.closed.append(Closed(heap, hole, -part, line.day, line.id))
                quantity = round(quantity - part, DIGITS)
            if quantity > NOTHING:
                left.append(piece._replace(quantity=quantity))
        if not holes:
            del self.holes[heap]
        return left

    # -- births --------------------------------------------------------------------------------------------------------

    def _born(self, line):
        """The pieces that a line brings in: as old as what it goes back to, or born today."""
        pieces, rest = [], line.quantity
        if line.id in self.links:
            sources, other = self.links[line.id]
            pieces = list(self._shared(sources, rest) if other else self._drawn(sources, rest))
            rest = round(rest - sum(piece.quantity for piece in pieces), DIGITS)
        if rest > NOTHING:
            pieces.append(Piece(line.day, line.id, line.kind, line.vendor, rest))
        return pieces

    def _drawn(self, sources, quantity):
        """What left by the sources comes back, the first born first, and each piece once."""
        for source in sources:
            for part in self.left.get(source, ()):
                if quantity <= NOTHING:
                    return
                back = min(part[4], quantity)
                if back > NOTHING:
                    part[4] = round(part[4] - back, DIGITS)
                    quantity = round(quantity - back, DIGITS)
                    yield Piece(*part[:4], back)

    def _shared(self, sources, quantity):
        """Another product, made out of what left by the sources: it is as old as they were, in proportion."""
        parts = [part for source in sources for part in self.left.get(source, ())]
        total = sum(part[5] for part in parts)
        left = quantity
        for number, part in enumerate(parts, 1):
            share = left if number == len(parts) else round(quantity * part[5] / total, DIGITS)
            left = round(left - share, DIGITS)
            if share > NOTHING:
                yield Piece(*part[:4], share)
