from odoo.tests import BaseCase, tagged

from odoo.addons.psms_trace.services import epc


class Thing:
    """What the names need to know of a record."""

    def __init__(self, **values):
        self.__dict__.update(values)
        self._fields = values


@tagged("post_install", "-at_install")
class TestEpc(BaseCase):

    def setUp(self):
        super().setUp()
        self.names = epc.Names("https://plant.example.com/epcis", gln="6901234000009", prefix="690123456")
        self.product = Thing(id=7, barcode="6901234567892", tracking="lot")

    def lot(self, name="L/1", tracking="lot", barcode="6901234567892"):
        return Thing(id=3, name=name, product_id=Thing(id=7, barcode=barcode, tracking=tracking))

    def test_gtin(self):
        self.assertEqual(epc.gtin("6901234567892"), "06901234567892")
        self.assertEqual(epc.gtin("96385074"), "00000096385074")
        for barcode in ("6901234567891", "2901234567891", "ABC", "", None, "69012345678９2", "0200000000004"):
            self.assertIsNone(epc.gtin(barcode), barcode)

    def test_sscc(self):
        for name in ("369012345000000012", "(00)369012345000000012", "00369012345000000012"):
            self.assertEqual(epc.sscc(name), "369012345000000012")
        self.assertIsNone(epc.sscc("369012345000000013"), "wrong check digit")
        self.assertIsNone(epc.sscc("PACK0000001"))

    def test_digital_links(self):
        self.assertEqual(self.names.product(self.product), "https://id.gs1.org/01/06901234567892")
        self.assertEqual(self.names.lot(self.lot()), "https://id.gs1.org/01/06901234567892/10/L%2F1")
        self.assertEqual(self.names.lot(self.lot("S1", "serial")), "https://id.gs1.org/01/06901234567892/21/S1")
        self.assertEqual(self.names.location(Thing(id=12)), "https://id.gs1.org/414/6901234000009/254/12")

    def test_private_names(self):
        self.assertEqual(self.names.lot(self.lot(barcode=None)), "https://plant.example.com/epcis/class/lot-3")
        self.assertEqual(self.names.lot(self.lot("S1", "serial", None)), "https://plant.example.com/epcis/obj/lot-3")
        for name in ("批次1", "L" * 21):  # characters that GS1 does not have, and too many of them
            self.assertEqual(self.names.lot(self.lot(name)), "https://plant.example.com/epcis/class/lot-3")
        self.assertEqual(self.names.party(Thing(id=5)), "https://plant.example.com/epcis/party/partner-5")
        self.assertEqual(self.names.document("WH/OUT/1"), "https://plant.example.com/epcis/bt/WH%2FOUT%2F1")

    def test_urns_for_own_keys_alone(self):
        names = self.names._replace(urn=True)
        shown = {
            names.product(self.product): "urn:epc:idpat:sgtin:690123456.0789.*",
            names.lot(self.lot()): "urn:epc:class:lgtin:690123456.0789.L%2F1",
            names.lot(self.lot("S+1", "serial")): "urn:epc:id:sgtin:690123456.0789.S+1",
            names.lot(self.lot(barcode="4006381333931")): "https://id.gs1.org/01/04006381333931/10/L%2F1",
            "https://plant.example.com/epcis/obj/lot-3": "https://plant.example.com/epcis/obj/lot-3",
        }
        for link, urn in shown.items():
            self.assertEqual(names.shown(link), urn)
            self.assertEqual(self.names.shown(link), link)
        own = epc.Names("https://p.example.com", gln="6901234567892", prefix="690123456", urn=True)
        self.assertEqual(own.shown(own.location(Thing(id=12))), "urn:epc:id:sgln:690123456.789.12")
