"""Filling pick faces from bulk: what is needed, and the transfers that bring it."""

import math
from typing import NamedTuple

from odoo.fields import Command

from . import guard


class Need(NamedTuple):
    on_hand: float = 0.0
    reserved: float = 0.0
    coming: float = 0.0
    in_bulk: float = 0.0
    to_move: float = 0.0
    state: str = "fine"


def needs(faces):
    """{id: Need} of pick faces, in a handful of queries for any number of them."""
    on_hand = _per_face(faces, "stock.quant", "location_id", ["quantity:sum", "reserved_quantity:sum"], [])
    coming = _coming(faces)
    bulk = _free_in_bulk(faces)
    result = {}
    for face in faces:
        lies, reserved = on_hand.get((face.product_id.id, face.location_id.id), (0.0, 0.0))
        result[face.id] = _need(face, lies, reserved, coming.get(face.id, 0.0), bulk.get(face.id, 0.0))
    # What lies in bulk is moved once: the pick faces of a product share it in their order.
    return _share(faces, result)


def _per_face(faces, model, location, aggregates, domain):
    # sudo: who fills shelves sees their figures without being asked for the rights on every transfer
    groups = faces.env[model].sudo()._read_group(
        [("product_id", "in", faces.product_id.ids), (location, "in", faces.location_id.ids), *domain],
        ["product_id", location], aggregates)
    return {(product.id, place.id): tuple(figures) for product, place, *figures in groups}


def _coming(faces):
    """{face id: quantity on its way}: what was asked from bulk, reserved or not, and what receipts bring."""
    brought = _per_face(faces, "stock.move.line", "location_dest_id", ["quantity_product_uom:sum"], [
        ("state", "not in", ("draft", "done", "cancel")), ("move_id.pick_face_id", "=", False)])
    # sudo: see _per_face
    asked = dict(faces.env["stock.move"].sudo()._read_group(
        [("pick_face_id", "in", faces.ids), ("state", "not in", ("done", "cancel"))], ["pick_face_id"], ["product_qty:sum"]))
    return {
        face.id: brought.get((face.product_id.id, face.location_id.id), (0.0,))[0] + asked.get(face, 0.0)
        for face in faces
    }


def bulk_of(face):
    """Where a pick face is filled from."""
    return face.source_id or face.warehouse_id.lot_stock_id


def _free_in_bulk(faces):
    """{face id: quantity that nothing is reserved for where the face may be filled from}"""
    env = faces.env
    kept = set(env["psms.stock.zone"]._ids_kept_from_reservation(("pick_face",)))
    # sudo: see _per_face
    groups = env["stock.quant"].sudo()._read_group(
        [
            ("product_id", "in", faces.product_id.ids), ("location_id.usage", "=", "internal"),
            ("location_id", "child_of", [bulk_of(face).id for face in faces]),
        ],
        ["product_id", "location_id"], ["quantity:sum", "reserved_quantity:sum"])
    free = {}
    for product, location, quantity, reserved in groups:
        free.setdefault(product.id, []).append((location, max(quantity - reserved, 0.0)))
    return {
        face.id: sum(
            quantity for location, quantity in free.get(face.product_id.id, ()) if _fills(face, location, kept))
        for face in faces
    }


def _fills(face, location, kept):
    """Whether reservation may take from a location what fills this face (see stock.quant._get_gather_domain)."""
    source = bulk_of(face)
    if location == face.location_id or not location._child_of(source):
        return False
    return location.zone_id.id not in kept or source.zone_id.id in kept


def _need(face, lies, reserved, coming, in_bulk):
    unit = face.product_id.uom_id
    figures = {"on_hand": unit.round(lies), "reserved": unit.round(reserved), "coming": unit.round(coming),
               "in_bulk": unit.round(in_bulk)}
    if unit.compare(lies - reserved + coming, face.min_qty) >= 0:
        return Need(**figures, state="coming" if coming > 0 else "fine")
    # What is reserved still lies in the bin, so it takes up room until it is picked.
    missing = _steps(face, face.max_qty - lies - coming)
    if missing <= 0:
        return Need(**figures, state="coming" if coming > 0 else "fine")
    return Need(**figures, to_move=missing, state="low")


def _steps(face, quantity):
    unit = face.product_id.uom_id
    if face.multiple:
        return unit.round(math.floor(quantity / face.multiple + 1e-9) * face.multiple)
    return unit.round(max(quantity, 0.0))


def _share(faces, result):
    taken = {}
    for face in faces:
        need = result[face.id]
        if not need.to_move:
            continue
        source = (face.product_id.id, bulk_of(face).id)
        free = need.in_bulk - taken.get(source, 0.0)
        to_move = _steps(face, min(need.to_move, free)) if free > 0 else 0.0
        taken[source] = taken.get(source, 0.0) + to_move
        result[face.id] = need._replace(
            to_move=to_move, state="low" if face.product_id.uom_id.compare(to_move, need.to_move) >= 0 else "short")
    return result


def fill(faces):
    """Make and reserve the internal transfers that bring what the pick faces need; return them.

    One transfer for each place that is filled from. Reservation takes the oldest or the first to
    expire, as the removal strategy says.
    """
    env = faces.env
    faces = faces.filtered(lambda face: face.warehouse_id.int_type_id)
    # Who fills the same faces at the same time is repeated by Odoo, and finds these transfers then.
    guard.claim(env, {(face.product_id.id, face.location_id.id) for face in faces})
    env.invalidate_all()
    needed = needs(faces)
    wanted = faces.filtered(lambda face: needed[face.id].to_move > 0)
    pickings = env["stock.picking"]
    for (warehouse, source), group in wanted.grouped(
            lambda face: (face.warehouse_id, bulk_of(face))).items():
        pickings |= _transfer(warehouse, source, group, needed)
    return pickings


def _transfer(warehouse, source, faces, needed):
    env = faces.env
    picking = env["stock.picking"].create({
        "picking_type_id": warehouse.int_type_id.id,
        "location_id": source.id,
        "location_dest_id": warehouse.lot_stock_id.id,
        "origin": env._("Pick faces"),
        "move_ids": [Command.create({
            "product_id": face.product_id.id,
            "product_uom_qty": needed[face.id].to_move,
            "product_uom": face.product_id.uom_id.id,
            "location_id": source.id,
            "location_dest_id": face.location_id.id,
            "pick_face_id": face.id,
        }) for face in faces],
    })
    picking.action_confirm()
    picking.action_assign()
    return picking
