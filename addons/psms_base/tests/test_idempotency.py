import threading
from datetime import timedelta

import psycopg2

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged

from odoo.addons.psms_base.services.idempotency import KeyReusedError, body_hash, run_once

from .common import PsmsCommon


class TestRunOnce(PsmsCommon):
    def setUp(self):
        super().setUp()
        self.calls = 0

    def effect(self):
        self.calls += 1
        return {"partner": self.env["res.partner"].create({"name": "Once"}).id, "weight": 1.50, "note": "完成"}

    def run_once(self, key="k1", payload=None, endpoint="test", user="external"):
        return run_once(self.as_role(user), key, endpoint, payload or {"a": 1}, self.effect)

    def test_repeat_gets_the_first_answer(self):
        first = self.run_once()
        self.assertEqual(self.run_once(), first)
        self.assertEqual(list(self.run_once()), list(first), "the order of the answer too")
        self.assertEqual(self.calls, 1)

    def test_order_of_the_body_does_not_matter(self):
        self.run_once(payload={"a": 1, "b": [1, 2]})
        self.run_once(payload={"b": [1, 2], "a": 1})
        self.assertEqual(self.calls, 1)
        self.assertNotEqual(body_hash({"b": [1, 2]}), body_hash({"b": [2, 1]}))

    def test_other_body_with_the_same_key_is_refused(self):
        self.run_once()
        with self.assertRaises(KeyReusedError):
            self.run_once(payload={"a": 2})
        self.assertEqual(self.calls, 1)

    def test_users_and_endpoints_do_not_meet(self):
        self.run_once()
        self.run_once(user="store_keeper")
        self.run_once(endpoint="other")
        self.assertEqual(self.calls, 3)

    def test_a_refusal_leaves_nothing(self):
        def refuse():
            self.effect()
            raise UserError("no")

        partners = self.env["res.partner"].search_count([])
        with self.assertRaises(UserError):
            run_once(self.as_role("external"), "k1", "test", {"a": 1}, refuse)
        self.assertFalse(self.env["psms.request"].search([]))
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        self.assertTrue(self.run_once(), "the key is still free")

    def test_keys(self):
        for bad in ("", "  ", "x" * 256, None, 7, "a\0b"):
            with self.subTest(key=bad), self.assertRaises(ValidationError):
                self.run_once(key=bad)
        self.assertTrue(self.run_once(key="钥" * 255))

    def test_ledger_is_readable_by_administrators_alone(self):
        self.run_once()
        self.assertEqual(self.as_role("administrator")["psms.request"].search([]).endpoint, "test")
        with self.assertRaises(AccessError):
            self.as_role("external")["psms.request"].search([])
        with self.assertRaises(AccessError):
            self.as_role("administrator")["psms.request"].search([]).endpoint = "forged"

    def test_retention(self):
        self.run_once("old")
        self.run_once("young")
        old, young = self.env["psms.request"].search([], order="id")
        self.set_create_date(old, fields.Datetime.now() - timedelta(days=45))
        self.set_create_date(young, fields.Datetime.now() - timedelta(days=20))
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("psms_base.request_days", "60")
        self.assertEqual(self.env["psms.request"]._gc_old_requests(), (0, False))
        parameters.set_param("psms_base.request_days", "1")
        self.assertEqual(self.env["psms.request"]._gc_old_requests(), (1, False), "never below 30 days")
        self.assertEqual(self.env["psms.request"].search([]), young)


@tagged("post_install", "-at_install")
class TestRunOnceRace(BaseCase):
    """Two real transactions with the same key, as two retries of one lost answer."""

    ENDPOINT = "test.race"

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self.clean)
        self.effects = []

    def clean(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["psms.request"].search([("endpoint", "=", self.ENDPOINT)]).unlink()
            env["res.partner"].search([("ref", "=", self.ENDPOINT)]).unlink()

    def request(self, env, name):
        def effect():
            self.effects.append(name)
            return {"id": env["res.partner"].create({"name": name, "ref": self.ENDPOINT}).id}

        return run_once(env, "key", self.ENDPOINT, {"a": 1}, effect)

    def open_env(self):
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        cr.execute("SELECT 1")  # takes the snapshot, as the session check of a real request does
        return api.Environment(cr, SUPERUSER_ID, {})

    def race(self, end_first):
        """Start a second request while the first is in flight, end the first, return both answers."""
        first, second = self.open_env(), self.open_env()
        answers = {"first": self.request(first, "first")}

        def run_second():
            answers["second"] = retrying(lambda: self.request(second, "second"), second)
            second.cr.commit()

        thread = threading.Thread(target=run_second)
        thread.start()
        thread.join(0.3)
        self.assertTrue(thread.is_alive(), "the second request waits for the first")
        end_first(first.cr)
        thread.join(20)
        self.assertFalse(thread.is_alive())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            partners = env["res.partner"].search([("ref", "=", self.ENDPOINT)])
            self.assertEqual(len(partners), 1, "one effect")
            self.assertEqual(answers["second"], {"id": partners.id})
        return answers

    def test_in_flight_then_commit(self):
        answers = self.race(lambda cr: cr.commit())
        self.assertEqual(answers["second"], answers["first"])
        self.assertEqual(self.effects, ["first"], "the second found the answer of the first")

    def test_in_flight_then_rollback(self):
        self.race(lambda cr: cr.rollback())
        self.assertEqual(self.effects, ["first", "second"], "nothing had happened, so the second does it")

    def test_clash_is_a_serialization_failure(self):
        first, second = self.open_env(), self.open_env()
        self.request(first, "first")
        first.cr.commit()
        with self.assertRaises(psycopg2.errors.SerializationFailure), self.assertLogs("odoo.sql_db", "ERROR"):
            self.request(second, "second")
