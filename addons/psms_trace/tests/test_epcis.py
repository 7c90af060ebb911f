import json
from urllib.parse import quote

from jsonschema import Draft7Validator, FormatChecker

from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.fields import Date, Domain
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import file_open

from odoo.addons.psms_trace.services import epcis

from .common import TraceCommon

PLANT = "https://plant.example.com/epcis"


class EpcisCommon(TraceCommon):
    """The plant of TraceCommon with private names, and GS1's schema.

    * ``events(records)``: the events of lots or transfers, after the schema has found nothing wrong with them
    * ``event(records, kind, **values)``: the one of them of this kind with these values
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({
            "psms_epcis_namespace": PLANT, "psms_gln": False, "psms_gs1_prefix": False, "psms_epcis_form": "digital_link",
            "psms_tz": "Asia/Shanghai",
        })
        with file_open("psms_trace/tests/data/epcis-2.0-schema.json") as file:
            cls.schema = Draft7Validator(json.load(file), format_checker=FormatChecker())

    def events(self, records):
        field = "picking_id" if records._name == "stock.picking" else "lot_id"
        document = self.as_json(epcis.document(self.env, self.company, Domain(field, "in", records.ids)))
        self.assertEqual([f"{list(error.path)} {error.message}" for error in self.schema.iter_errors(document)], [])
        return document["epcisBody"]["eventList"]

    def event(self, records, kind, **values):
        [found] = [
            event for event in self.events(records)
            if event["type"] == kind and all(event.get(name) == value for name, value in values.items())
        ]
        return found


@tagged("post_install", "-at_install")
class TestEpcis(EpcisCommon):

    def test_receipt(self):
        motor = self.lot(self.motor, "M1")
        receipt = self.receive([(motor, 10), (self.screw, 7)])
        self.set_dates(receipt.move_line_ids, "2026-03-01 08:30:15")
        event = self.event(receipt, "ObjectEvent")
        self.assertEqual(event["bizStep"], "receiving")
        self.assertEqual((event["eventTime"], event["eventTimeZoneOffset"]), ("2026-03-01T08:30:15.000Z", "+08:00"))
        self.assertEqual(event["quantityList"], [
            {"epcClass": "https://id.gs1.org/01/06901234567892/10/M1", "quantity": 10},
            {"epcClass": f"{PLANT}/class/product-{self.screw.id}", "quantity": 7},
        ])
        self.assertEqual(event["sourceList"], [{"type": "possessing_party", "source": f"{PLANT}/party/partner-{self.vendor.id}"}])
        self.assertEqual(event["bizLocation"]["id"], f"{PLANT}/loc/location-{self.stock.id}")
        self.assertEqual(event["bizTransactionList"][0]["type"], "recadv")

    def test_production(self):
        motor, board, _fans, _delivery = self.chain()
        event = self.event(board, "TransformationEvent", bizTransactionList=[
            {"type": "prodorder", "bizTransaction": f"{PLANT}/bt/{self.reference_of(board)}"}])
        self.assertEqual(event["inputQuantityList"], [
            {"epcClass": "https://id.gs1.org/01/06901234567892/10/M1", "quantity": 4},
            {"epcClass": f"{PLANT}/class/product-{self.screw.id}", "quantity": 8},
        ])
        self.assertEqual(event["outputQuantityList"], [{"epcClass": f"{PLANT}/class/lot-{board.id}", "quantity": 2}])
        self.assertEqual(event["bizStep"], "commissioning")
        self.assertEqual(len(self.events(motor)), 2, "its receipt and the production that used it")

    def reference_of(self, lot):
        line = self.env["stock.move.line"].search([("lot_id", "=", lot.id), ("location_id", "=", self.production.id)])
        return quote(line.move_id.reference, safe="")

    def test_packing_and_shipping(self):
        motor = self.lot(self.motor, "M1")
        fan = self.lot(self.fan, "F1")
        self.receive([(motor, 10), (fan, 1)])
        package = self.env["stock.package"].create({"name": "369012345000000012"})
        delivery = self.deliver([(motor, 2), (fan, 1)], package=package)
        parent = f"https://id.gs1.org/00/{package.name}"
        packed = self.event(delivery, "AggregationEvent", action="ADD")
        self.assertEqual(packed["parentID"], parent)
        self.assertEqual(packed["childEPCs"], ["https://id.gs1.org/01/06901234567908/21/F1"])
        self.assertEqual(packed["childQuantityList"][0]["quantity"], 2)
        shipped = self.event(delivery, "ObjectEvent")
        self.assertEqual((shipped["bizStep"], shipped["epcList"]), ("shipping", [parent]), "the package stands for what is in it")
        self.assertNotIn("bizLocation", shipped)
        self.assertEqual(shipped["destinationList"][0]["destination"], f"{PLANT}/party/partner-{self.customer.id}")

    def test_unpacking(self):
        motor = self.lot(self.motor, "M1")
        package = self.env["stock.package"].create({"name": "BOX-1"})
        self.receive([(motor, 4)])
        self.move([(motor, 4)], self.stock, self.bin_a, package)
        out = self._transfer(self.warehouse.int_type_id, self.bin_a, self.bin_b, [])
        out.move_line_ids = [(0, 0, {
            **self._goods(motor), "quantity": 4, "package_id": package.id, "location_id": self.bin_a.id,
            "location_dest_id": self.bin_b.id,
        })]
        self._done(out)
        unpacked = self.event(out, "AggregationEvent")
        self.assertEqual((unpacked["action"], unpacked["bizStep"]), ("DELETE", "unpacking"))
        self.assertEqual(self.event(out, "ObjectEvent")["bizStep"], "storing")

    def test_return_scrap_and_vendor(self):
        motor = self.lot(self.motor, "M1")
        self.receive([(motor, 10)])
        self.deliver([(motor, 3)])
        back = self.take_back([(motor, 1)])
        event = self.event(back, "ObjectEvent")
        self.assertEqual((event["bizStep"], event["disposition"]), ("receiving", "returned"))
        self.scrap(motor, 1)
        event = self.event(motor, "ObjectEvent", bizStep="destroying")
        self.assertEqual((event["action"], event["disposition"]), ("DELETE", "destroyed"))
        vendor = self._done(self._transfer(self.warehouse.out_type_id, self.stock, self.suppliers, [(motor, 1)], self.vendor))
        self.assertEqual(self.event(vendor, "ObjectEvent")["disposition"], "returned")

    def test_same_events_every_time_and_from_every_side(self):
        motor, _board, fans, delivery = self.chain()
        whole = {event["eventID"]: event for event in self.events(motor | fans)}
        for records in (motor, fans, delivery):
            for event in self.events(records):
                self.assertEqual(whole.get(event["eventID"]), event)
        self.assertEqual(len(whole), 5)
        today = Date.context_today(self.env["stock.lot"])
        domain = epcis.period(self.env, self.company, Date.subtract(today, days=1), Date.add(today, days=1))
        day = epcis.document(self.env, self.company, domain & Domain("lot_id", "in", (motor | fans).ids))
        self.assertEqual({event["eventID"] for event in day["epcisBody"]["eventList"]}, set(whole))
        self.assertTrue(all(identifier.startswith("ni:///sha-256;") for identifier in whole))

    def test_units_that_the_standard_knows(self):
        glue = self.env["product.product"].create({
            "name": "Glue", "is_storable": True, "uom_id": self.env.ref("uom.product_uom_kgm").id})
        eggs = self.env["product.product"].create({
            "name": "Eggs", "is_storable": True, "uom_id": self.env.ref("uom.product_uom_dozen").id})
        receipt = self.receive([(glue, 2.5), (eggs, 2)])
        quantities = {each["quantity"]: each.get("uom") for each in self.event(receipt, "ObjectEvent")["quantityList"]}
        self.assertEqual(quantities, {2.5: "KGM", 24: None})

    def test_urns_have_the_same_identifiers(self):
        motor = self.lot(self.motor, "M1")
        receipt = self.receive([(motor, 10)])
        link = self.event(receipt, "ObjectEvent")
        self.company.write({"psms_gs1_prefix": "690123456", "psms_epcis_form": "urn"})
        urn = self.event(receipt, "ObjectEvent")
        self.assertEqual(urn["quantityList"][0]["epcClass"], "urn:epc:class:lgtin:690123456.0789.M1")
        self.assertEqual(urn["eventID"], link["eventID"])

    def test_settings_are_checked(self):
        for values in (
            {"psms_epcis_namespace": "plant"}, {"psms_epcis_form": "urn"},
            {"psms_epcis_form": "urn", "psms_gs1_prefix": "6901"},  # a number of GS1, and too short for EPC URNs
            {"psms_epcis_form": "urn", "psms_gs1_prefix": "12"},  # both modules check, neither in place of the other
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.company.write(values)

    def test_too_much_is_refused(self):
        motor = self.lot(self.motor, "M1")
        self.receive([(motor, 10), (self.screw, 1)])
        self.patch(epcis, "MOST_LINES", 1)
        with self.assertRaisesRegex(UserError, "shorter period"):
            self.events(motor)

    def test_unknown_subject(self):
        with self.assertRaises(MissingError):
            self.env["psms.epcis"]._of_records("partner", [1])

    def test_rights(self):
        motor, *_rest = self.chain()
        stranger = new_test_user(self.env, login="epcis_stranger", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.env(user=stranger)["psms.epcis"]._of_records("lot", motor.ids)
        self.env(user=self.keeper)["psms.epcis"]._of_records("lot", motor.ids)


@tagged("post_install", "-at_install")
class TestEpcisDownload(TraceCommon, HttpCase):

    def test_download(self):
        new_test_user(self.env, "epcis_keeper", groups="psms_base.group_store_keeper", password="epcis_keeper")
        motor, *_rest = self.chain()
        action = motor.action_psms_epcis()
        self.assertEqual(self.url_open(action["url"], allow_redirects=False).status_code, 303, "signs in first")
        self.authenticate("epcis_keeper", "epcis_keeper")
        answer = self.url_open(action["url"])
        self.assertEqual(answer.headers["Content-Type"], "application/ld+json")
        self.assertEqual(answer.json()["type"], "EPCISDocument")
        export = self.env["psms.epcis.export"].create({})
        self.assertTrue(self.url_open(export.action_export()["url"]).json()["epcisBody"]["eventList"])
        self.assertEqual(self.url_open("/psms/epcis/lot/1;2").status_code, 404)
        self.assertEqual(self.url_open("/psms/epcis/period?day_from=x&day_to=y").status_code, 404)
