"""EPCIS 2.0 events out of done move lines.

An event always tells of a whole document, so that it is the same event whichever lot, transfer or period was asked for.
"""

import pytz

from . import epcis_hash

INSIDE = ("internal", "transit")
#: kind -> business step and disposition of the vocabulary
_STEPS = {
    "receiving": ("receiving", "in_progress"),
    "returned": ("receiving", "returned"),
    "shipping": ("shipping", "in_transit"),
    "sent_back": ("shipping", "returned"),
    "storing": ("storing", "in_progress"),
    "scrapping": ("destroying", "destroyed"),
}
ARRIVING, LEAVING = ("receiving", "returned"), ("shipping", "sent_back")
_DOCUMENTS = {"receiving": "recadv", "returned": "recadv", "shipping": "desadv", "sent_back": "desadv"}
#: units of Odoo -> UN/ECE recommendation 20; a count has none
_UNITS = {
    "uom.product_uom_gram": "GRM", "uom.product_uom_kgm": "KGM", "uom.product_uom_ton": "TNE", "uom.product_uom_oz": "ONZ",
    "uom.product_uom_lb": "LBR", "uom.product_uom_millimeter": "MMT", "uom.product_uom_cm": "CMT",
    "uom.product_uom_meter": "MTR", "uom.product_uom_km": "KMT", "uom.product_uom_square_meter": "MTK",
    "uom.product_uom_milliliter": "MLT", "uom.product_uom_litre": "LTR", "uom.product_uom_cubic_meter": "MTQ",
}


def kind_of(line):
    """What a line was, seen from the plant; None for what makes no event of its own (counts, consumption)."""
    source, destination = line.location_id.usage, line.location_dest_id.usage
    if line.move_id.scrap_id:
        return "scrapping"
    if source in INSIDE and destination in INSIDE:
        return "storing"
    if destination in INSIDE:
        return {"supplier": "receiving", "customer": "returned"}.get(source)
    return {"customer": "shipping", "supplier": "sent_back"}.get(destination)


class EventBuilder:
    """Makes events of the lines of whole documents.

    :param names: ``epc.Names`` of the company
    """

    def __init__(self, env, company, names):
        self.env, self.names = env, names
        self.timezone = company._psms_timezone()
        # sudo: what a unit is called in the standard is no secret
        data = env["ir.model.data"].sudo().search_fetch([("model", "=", "uom.uom")], ["module", "name", "res_id"])
        xml_ids = {f"{each.module}.{each.name}": each.res_id for each in data}
        self.units = {xml_ids[name]: code for name, code in _UNITS.items() if name in xml_ids}

    def observation(self, kind, lines):
        """ObjectEvent: goods arrived, left, moved inside or were destroyed."""
        step, disposition = _STEPS[kind]
        line = lines[0]
        here = line.location_dest_id if kind in (*ARRIVING, "storing") else line.location_id
        outermost = "package_id" if kind in ARRIVING else "result_package_id"
        epcs, quantities = self._goods(lines, outermost)
        event = self._event(
            "ObjectEvent", lines, action="DELETE" if kind == "scrapping" else "OBSERVE", bizStep=step,
            disposition=disposition, epcList=epcs, quantityList=quantities, readPoint=here,
            bizLocation=None if kind in LEAVING or kind == "scrapping" else here,
            document=_document_name(line), document_type=_DOCUMENTS.get(kind))
        partner = line.picking_id.partner_id or line.move_id.partner_id
        if partner and kind in ARRIVING:
            event["sourceList"] = [{"type": "possessing_party", "source": self.names.party(partner)}]
        elif partner and kind in LEAVING:
            event["destinationList"] = [{"type": "possessing_party", "destination": self.names.party(partner)}]
        return self._finished(event)

    def aggregation(self, package, lines, action):
        """AggregationEvent: goods were packed into a package, or taken out of it."""
        line = lines[0]
        epcs, quantities = self._goods(lines, None)
        packing = action == "ADD"
        here = line.location_dest_id if packing and kind_of(line) != "shipping" else line.location_id
        return self._finished(self._event(
            "AggregationEvent", lines, action=action, bizStep="packing" if packing else "unpacking",
            disposition="in_progress", parentID=self.names.package(package), childEPCs=epcs, childQuantityList=quantities,
            readPoint=here, bizLocation=here, document=_document_name(line), document_type=None))

    def containment(self, parent, children, lines, action):
        """AggregationEvent: packages were put into a bigger one, or taken out of it."""
        line = lines[0]
        return self._finished(self._event(
            "AggregationEvent", lines, action=action, bizStep="packing" if action == "ADD" else "unpacking",
            disposition="in_progress", parentID=self.names.package(parent),
            childEPCs=sorted({self.names.package(child) for child in children}), childQuantityList=[],
            readPoint=line.location_id, bizLocation=line.location_id, document=_document_name(line), document_type=None))

    def transformation(self, consumed, produced):
        """TransformationEvent: what went in is gone, what came out is new.

        It happened when that came out: who dates a finished order back changes this, and what went in keeps its date.
        """
        inputs, outputs = self._goods(consumed, None), self._goods(produced, None)
        here = produced.location_dest_id.sorted("id")[:1]
        taken_apart = self.env["stock.traceability.report"]._get_reference(produced[0]._origin)[0] == "mrp.unbuild"
        return self._finished(self._event(
            "TransformationEvent", produced, bizStep="disassembling" if taken_apart else "commissioning",
            disposition="in_progress", inputEPCList=inputs[0], inputQuantityList=inputs[1], outputEPCList=outputs[0],
            outputQuantityList=outputs[1], readPoint=here, bizLocation=here, document=_document_name(produced[0]),
            document_type="prodorder"))

    # FIELDS --------------------------------------------------------------------------------------

    def _event(self, kind, lines, readPoint, bizLocation, document, document_type, **fields):
        moment = pytz.utc.localize(max(lines.mapped("date")))
        offset = moment.astimezone(self.timezone).strftime("%z")
        return {
            "type": kind,
            "eventTime": moment.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "eventTimeZoneOffset": f"{offset[:3]}:{offset[3:]}",
            **{name: value for name, value in fields.items() if value},
            "readPoint": {"id": self.names.location(readPoint)},
            **({"bizLocation": {"id": self.names.location(bizLocation)}} if bizLocation else {}),
            **({"bizTransactionList": [{"type": document_type, "bizTransaction": self.names.document(document)}]}
               if document and document_type else {}),
        }

    def _finished(self, event):
        """The event with its identifier, the names as the company wants them written."""
        identifier = epcis_hash.event_id(event)
        return {"type": event["type"], "eventID": identifier, **{
            name: self._shown(value) for name, value in event.items() if name != "type"}}

    def _shown(self, value):
        if isinstance(value, str):
            return self.names.shown(value)
        if isinstance(value, list):
            return [self._shown(each) for each in value]
        if isinstance(value, dict):
            return {key: self._shown(each) for key, each in value.items()}
        return value

    def _goods(self, lines, package_field):
        """``(things named one by one, quantities of kinds)``; whole packages count as one thing each."""
        epcs, quantities = set(), {}
        for line in lines:
            if package := package_field and _outermost(line, package_field):
                epcs.add(self.names.package(package))
            elif line.lot_id and line.product_id.tracking == "serial":
                epcs.add(self.names.lot(line.lot_id))
            else:
                name = self.names.lot(line.lot_id) if line.lot_id else self.names.product(line.product_id)
                quantity, unit = self._quantity(line)
                quantities[name, unit] = quantities.get((name, unit), 0) + quantity
        return sorted(epcs), [_element(name, quantity, unit) for (name, unit), quantity in sorted(quantities.items())]

    def _quantity(self, line):
        """In a unit that the standard knows: the product's own, or the one it is a multiple of."""
        unit, quantity = line.product_id.uom_id, line.quantity_product_uom
        while unit.id not in self.units and unit.relative_uom_id:
            quantity *= unit.relative_factor
            unit = unit.relative_uom_id
        return quantity, self.units.get(unit.id, "")


def _element(name, quantity, unit):
    quantity = round(quantity, 6)
    element = {"epcClass": name, "quantity": int(quantity) if quantity == int(quantity) else quantity}
    return {**element, "uom": unit} if unit else element


def _outermost(line, field):
    if field == "result_package_id" and line.package_history_id.outermost_dest_id:
        return line.package_history_id.outermost_dest_id
    return line[field]


def _document_name(line):
    return line.picking_id.name or line.move_id.scrap_id.name or line.move_id.reference
