"""What is in which carton: read once for the packing list, the shipping marks and whoever else asks."""

from typing import NamedTuple


class Content(NamedTuple):
    """One product, and one lot of it, in a carton."""

    product: object
    lot: object
    quantity: float
    uom: object
    net: float


class Carton(NamedTuple):
    """One package of a consignment, or what is loose (no package, no number)."""

    number: int
    total: int
    package: object
    pickings: object
    contents: list
    net: float
    gross: float
    volume: float

    @property
    def mark(self):
        return f"{self.number}/{self.total}" if self.number else ""


def consignments(pickings):
    """Return the cartons of each consignment: the parts of one order for one address are numbered together.

    :return: list of pairs of the transfers and their list of :class:`Carton`
    """
    groups = pickings.grouped(lambda picking: (picking.partner_id, picking.split_root_id or picking.origin or picking))
    return [(group, _cartons(group)) for group in groups.values()]


def _cartons(pickings):
    lines = pickings.move_line_ids.filtered(lambda line: line.quantity and line.state != "cancel")
    if any(line.picked for line in lines):
        lines = lines.filtered(lambda line: line.picked or line.state == "done")
    by_package = lines.grouped("result_package_id")
    packages = lines.result_package_id.sorted("id")
    cartons = [
        _carton(number, len(packages), package, by_package[package]) for number, package in enumerate(packages, start=1)]
    loose = by_package.get(lines.browse().result_package_id)
    return [*cartons, _carton(0, len(packages), packages.browse(), loose)] if loose else cartons


def _carton(number, total, package, lines):
    contents = [
        Content(product, lot, sum(own.mapped("quantity_product_uom")), product.uom_id,
                sum(own.mapped("quantity_product_uom")) * product.weight)
        for (product, lot), own in lines.grouped(lambda line: (line.product_id, line.lot_id)).items()
    ]
    net = sum(content.net for content in contents)
    kind = package.package_type_id
    # Package types are measured in millimetres, as Odoo's own volume of a batch takes them.
    outside = kind.packaging_length * kind.width * kind.height / 1000.0 ** 3
    inside = sum(content.product.volume * content.quantity for content in contents)
    return Carton(
        number, total, package, lines.picking_id, contents, net,
        package.shipping_weight or net + kind.base_weight, outside or inside)
