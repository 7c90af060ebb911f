from odoo.tests import BaseCase, tagged

from odoo.addons.psms_trace.services import epcis_hash

WHEN = {"eventTime": "2026-01-01T08:00:00.000Z", "eventTimeZoneOffset": "+08:00"}
GTIN = "https://id.gs1.org/01/06901234567892"
PLANT = "https://plant.example.com"
HERE = {"readPoint": {"id": f"{PLANT}/loc/8"}, "bizLocation": {"id": f"{PLANT}/loc/8"}}


@tagged("post_install", "-at_install")
class TestEpcisHash(BaseCase):
    """The identifiers were computed with GS1 Germany's epcis-event-hash-generator 1.9.3 (MIT licence) from these events.

    To do it again: put the events into an EPCISDocument and run ``epcis_event_hash_generator document.json``.
    """

    def check(self, event, digest):
        self.assertEqual(epcis_hash.event_id({**event, **WHEN}), f"ni:///sha-256;{digest}?ver=CBV2.0")

    def test_object_event(self):
        self.check({
            "type": "ObjectEvent", "action": "OBSERVE", "bizStep": "shipping", "disposition": "in_transit",
            "epcList": [f"{GTIN}/21/SN%2F2", f"{GTIN}/21/SN1", f"{PLANT}/obj/product-5.A"],
            "quantityList": [
                {"epcClass": f"{GTIN}/10/L1", "quantity": 10, "uom": "KGM"}, {"epcClass": f"{GTIN}/10/L0", "quantity": 2.5}],
            "readPoint": {"id": "https://id.gs1.org/414/6901234000009/254/12"},
            "bizTransactionList": [
                {"type": "desadv", "bizTransaction": f"{PLANT}/bt/WH%2FOUT%2F1"},
                {"type": "po", "bizTransaction": f"{PLANT}/bt/A"},
            ],
            "destinationList": [{"type": "possessing_party", "destination": f"{PLANT}/party/7"}],
        }, "87422fa4fda1a596ce18cdf5e7428038d63e35fa6326c8023390919699368c71")

    def test_transformation_event(self):
        self.check({
            "type": "TransformationEvent", "bizStep": "commissioning", "disposition": "in_progress",
            "inputEPCList": [f"{GTIN}/21/SN1"], "inputQuantityList": [{"epcClass": f"{GTIN}/10/L1", "quantity": 10}],
            "outputEPCList": [f"{GTIN}/21/SN7"], "outputQuantityList": [{"epcClass": GTIN, "quantity": 10}], **HERE,
            "bizTransactionList": [{"type": "prodorder", "bizTransaction": f"{PLANT}/bt/WH%2FMO%2F1"}],
        }, "0148c1c1db98af26f9c595caf9374dbc545ad2604d1d8b5cbdbedae79969f327")

    def test_aggregation_event(self):
        self.check({
            "type": "AggregationEvent", "action": "ADD", "bizStep": "packing",
            "parentID": "https://id.gs1.org/00/369012340000000018", "childEPCs": [f"{GTIN}/21/SN1"],
            "childQuantityList": [{"epcClass": f"{GTIN}/10/L1", "quantity": 10}], **HERE,
        }, "7b0e56a078813a5a833bec677c35940640c0cca4857f7104ec2c7646875bb279")

    def test_order_of_things_does_not_matter(self):
        event = {"type": "ObjectEvent", "action": "OBSERVE", "bizStep": "storing", **WHEN}
        self.assertEqual(
            epcis_hash.event_id({**event, "epcList": ["https://a.example.com/1", "https://a.example.com/2"]}),
            epcis_hash.event_id({**event, "epcList": ["https://a.example.com/2", "https://a.example.com/1"]}))
