"""Packing: which lines still wait for a package, closing a carton, and whether its weight can be right."""

from odoo.exceptions import UserError


def open_lines(picking):
    """Lines that may go into a package: what was picked, or everything while nothing was."""
    lines = picking.move_line_ids.filtered(lambda line: line.quantity and line.state not in ("done", "cancel"))
    return lines.filtered("picked") or lines


def unpacked(picking):
    return open_lines(picking).filtered(lambda line: not line.result_package_id)


def packages(picking):
    """The packages of a transfer in the order in which they were closed."""
    return open_lines(picking).result_package_id.sorted("id")


def content_weight(lines):
    """Weight of the goods by the weights of the products, ``lines`` as pairs of a line and a quantity."""
    return sum(line.product_id.weight * quantity for line, quantity in lines)


def is_off(computed, weighed, tolerance):
    """True when a weighed package differs from its computed weight by more than ``tolerance`` percent."""
    return bool(weighed) and bool(computed) and abs(weighed - computed) > computed * tolerance / 100 + 1e-9


def close_carton(picking, parts, package_type, weighed):
    """Put parts of lines into one new package.

    :param parts: pairs of a move line without package and the quantity of it, in the unit of the product
    :return: the package
    """
    parts = [(line, quantity) for line, quantity in parts if line.product_id.uom_id.compare(quantity, 0) > 0]
    if not parts:
        raise UserError(picking.env._("Nothing goes into this carton. Enter the quantities that you put into it."))
    for line, quantity in parts:
        _check(picking, line, quantity)
    lines = picking.env["stock.move.line"].concat(*(_part(line, quantity) for line, quantity in parts))
    package = lines._put_in_pack(package_type_id=package_type.id)
    package.shipping_weight = weighed
    return package


def _check(picking, line, quantity):
    unit = line.product_id.uom_id
    if line.picking_id != picking or line.result_package_id or line.state in ("done", "cancel"):
        raise UserError(picking.env._(
            "%(product)s was packed or moved by somebody else meanwhile. Open the packing station again.",
            product=line.product_id.display_name))
    if unit.compare(quantity, line.quantity_product_uom) > 0:
        raise UserError(picking.env._(
            "Only %(left)s %(unit)s of %(product)s are left to pack. Lower the quantity for this carton.",
            left=line.quantity_product_uom, unit=unit.name, product=line.product_id.display_name))


def _part(line, quantity):
    """Return a line of just this quantity; the rest stays behind on the line itself."""
    unit = line.product_id.uom_id
    rest = unit.round(line.quantity_product_uom - quantity)
    if unit.is_zero(rest):
        return line
    picked = line.picked
    # Given back before it is taken again, so that the part finds what the line held.
    line.write({"product_uom_id": unit.id, "quantity": rest})
    return line.copy({"product_uom_id": unit.id, "quantity": quantity, "picked": picked})


def open_carton(picking, package):
    """Take everything out of a package that was closed by mistake."""
    lines = open_lines(picking).filtered(lambda line: line.result_package_id == package)
    lines.result_package_id = False
    if not package.quant_ids and not package.move_line_ids:
        package.unlink()


def problems(picking):
    """Return what is wrong with the packing of a transfer, one sentence each."""
    env = picking.env
    found = [
        env._("%(quantity)s %(unit)s of %(product)s are in no package.",
              quantity=line.quantity, unit=line.product_uom_id.name, product=line.product_id.display_name)
        for line in unpacked(picking)
    ]
    closed = packages(picking)
    computed = closed._get_weight(picking.id) if closed else {}
    tolerance = picking.picking_type_id.pack_tolerance
    found += [
        env._("%(package)s weighs %(weighed).3f instead of the computed %(computed).3f.",
              package=package.name, weighed=package.shipping_weight, computed=computed[package])
        for package in closed if is_off(computed[package], package.shipping_weight, tolerance)
    ]
    return found
