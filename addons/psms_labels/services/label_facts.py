"""What is known of records, in bulk, for their labels."""

from decimal import Decimal

from odoo import fields
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from .label_content import Facts

MODELS = {"product": "product.product", "lot": "stock.lot", "package": "stock.package", "location": "stock.location"}


class Reader:
    """Reads the facts of one kind of records for one print, in the language of the labels."""

    def __init__(self, env, kind):
        company = env.company
        self.env = env(context={**env.context, "lang": company.psms_document_lang_id.code or env.lang})
        self.kind = kind
        self.company = self.env.company
        self.today = format_date(self.env, fields.Date.context_today(env.user))

    def read(self, pairs):
        """Yield the facts of ``(record, quantity)`` pairs; a quantity of nothing is none."""
        records = self.env[MODELS[self.kind]].concat(*[record for record, _quantity in pairs]).with_env(self.env)
        read = getattr(self, f"_{self.kind}")
        senders = self._transfers(records) if self.kind == "package" else {}
        for record, (_record, quantity) in zip(records, pairs):
            quantity = Decimal(str(quantity)) if quantity else None
            yield read(record, senders) if self.kind == "package" else read(record, quantity)

    def _common(self):
        return {"company": self.company.name, "printed": self.today}

    def _amount(self, quantity, unit):
        if not quantity:
            return ""
        digits = max(0, -quantity.normalize().as_tuple().exponent)
        return f"{formatLang(self.env, float(quantity), digits=digits)} {unit.name}"

    def _product(self, product, quantity):
        return Facts(
            "product", product.display_name, barcode=product.barcode or "", reference=product.default_code or "",
            quantity=quantity, texts={
                **self._common(), "product": self._product_name(product), "reference": product.default_code,
                "barcode": product.barcode, "category": product.categ_id.display_name,
                "quantity": self._amount(quantity, product.uom_id),
            },
        )

    def _product_name(self, product):
        return product.with_context(display_default_code=False).display_name

    def _lot(self, lot, quantity):
        facts = self._product(lot.product_id, quantity)
        serial = lot.product_id.tracking == "serial"
        # Expiry dates come with Odoo's product_expiry.
        expiry = lot.expiration_date if "expiration_date" in lot else False
        facts.kind = "lot"
        facts.name = f"{lot.product_id.display_name}, {lot.name}"
        facts.lot, facts.serial = ("", lot.name) if serial else (lot.name, "")
        facts.expiry = fields.Datetime.context_timestamp(self.env.user, expiry).date() if expiry else None
        facts.texts.update(lot=lot.name, expiry=format_date(self.env, facts.expiry) if facts.expiry else "")
        if serial:
            facts.quantity = None
        return facts

    # === PACKAGES === #

    def _transfers(self, packages):
        """The latest transfer that packed or moved each package."""
        rows = self.env["stock.move.line"]._read_group(
            [("result_package_id", "in", packages.ids), ("state", "!=", "cancel")],
            ["result_package_id"], ["picking_id:recordset"])
        return {package: pickings.sorted("id")[-1:] for package, pickings in rows}

    def _package(self, package, senders):
        lines = package.contained_quant_ids.filtered(lambda quant: quant.quantity > 0)
        amounts = {}
        # What a transfer is still packing lies outside the package until it is done.
        for line in lines or package.move_line_ids:
            key = (line.product_id, line.lot_id)
            amount = line.quantity if lines else line.quantity_product_uom
            amounts[key] = amounts.get(key, Decimal(0)) + Decimal(str(amount))
        content = self._content(amounts)
        picking = senders.get(package, self.env["stock.picking"])
        weight = package.shipping_weight
        return Facts(
            "package", package.name, package=package.name, content=content, texts={
                **self._common(), "package": package.name, "content": self._content_text(amounts),
                "lot": ", ".join(sorted({lot.name for _product, lot in amounts if lot})),
                "quantity": self._amount(content.quantity, next(iter(amounts))[0].uom_id) if content else "",
                "weight": f"{formatLang(self.env, weight, digits=2)} {self._weight_unit()}" if weight else "",
                "recipient": self._address(picking.partner_id), "transfer": picking.name,
                "packed": format_date(self.env, package.pack_date) if package.pack_date else "",
                "location": package.location_id.display_name,
            },
        )

    def _content(self, amounts):
        if len(amounts) != 1:
            return None
        (product, lot), quantity = next(iter(amounts.items()))
        return self._lot(lot, quantity) if lot else self._product(product, quantity)

    def _content_text(self, amounts):
        products = {product for product, _lot in amounts}
        if len(products) == 1:
            return self._product_name(products.pop())
        return self.env._("%(count)s products", count=len(products)) if products else ""

    def _address(self, partner):
        if not partner:
            return ""
        return ", ".join(filter(None, (partner.display_name or "").splitlines() + [partner.street, partner.city]))

    def _weight_unit(self):
        return self.env["product.template"]._get_weight_uom_name_from_ir_config_parameter()

    # === LOCATIONS === #

    def _location(self, location, _quantity):
        return Facts(
            "location", location.complete_name, location=location.barcode or "", gln=self.company.psms_gln or "", texts={
                **self._common(), "location": location.name, "path": location.complete_name,
                "barcode": location.barcode, "zone": location.zone_id.name, "warehouse": location.warehouse_id.name,
            },
        )
