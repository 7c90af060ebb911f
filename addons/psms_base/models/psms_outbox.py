import json
import logging
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, json_default

_logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=2)
KEEP_DONE_DAYS = 30
GC_BATCH = 10_000


class PsmsOutbox(models.Model):
    """Side effects that wait for the commit of the transaction that asked for them.

    A channel is a method ``_handle_<channel>(self, payload)`` on this model, added with
    ``_inherit``. ``self`` is the message, run as the user who asked. Delivery is "at least once":
    a server that dies between the effect and its commit sends again, so a handler passes
    ``self.key`` (or the id) on to whoever can recognise a repeat.
    """

    _name = "psms.outbox"
    _description = "Outgoing Message"
    _order = "id desc"
    _rec_name = "channel"

    channel = fields.Char(required=True, readonly=True)
    key = fields.Char(readonly=True, help="Two messages of a channel with the same key are one.")
    payload = fields.Json(readonly=True)
    payload_text = fields.Text(string="Content", compute="_compute_payload_text")
    state = fields.Selection(
        [("pending", "Waiting"), ("done", "Sent"), ("dead", "Given up")],
        default="pending", required=True, readonly=True,
    )
    attempts = fields.Integer(readonly=True)
    next_try = fields.Datetime(string="Next attempt", readonly=True, required=True, default=fields.Datetime.now)
    done_date = fields.Datetime(string="Sent on", readonly=True)
    last_error = fields.Text(readonly=True)
    alarmed = fields.Boolean(string="Alarm raised", readonly=True)
    create_uid = fields.Many2one("res.users", string="Asked by", readonly=True)
    create_date = fields.Datetime(string="Asked on", readonly=True)

    _channel_key_uniq = models.UniqueIndex(
        "(channel, key) WHERE key IS NOT NULL", "This message is already in the outbox.",
    )
    _due_idx = models.Index("(next_try, id) WHERE state = 'pending'")

    @api.depends("payload")
    def _compute_payload_text(self):
        for message in self:
            message.payload_text = json.dumps(message.payload, ensure_ascii=False, indent=2)

    # ENQUEUE -------------------------------------------------------------------------------

    @api.model
    def _enqueue(self, channel, payload, key=None):
        """Ask for a side effect that happens after the commit of this transaction.

        :param str channel: a handler ``_handle_<channel>`` must exist
        :param payload: JSON data, all that the handler needs
        :param str key: a message of this channel that has the same key is not stored again
        :return: the message, the earlier one for a known key
        """
        if not hasattr(self, f"_handle_{channel}"):
            raise ValueError(f"No outbox handler for channel {channel!r}")  # a mistake in code, not of a person
        # SQL: one statement stores the message or finds it known; no user has the right to create one.
        rows = self.env.execute_query(SQL(
            """
            INSERT INTO psms_outbox (channel, key, payload, state, attempts, next_try, alarmed,
                                     create_uid, create_date, write_uid, write_date)
                 VALUES (%(channel)s, %(key)s, %(payload)s::jsonb, 'pending', 0, %(now)s, false,
                         %(uid)s, %(now)s, %(uid)s, %(now)s)
            ON CONFLICT (channel, key) WHERE key IS NOT NULL DO NOTHING
              RETURNING id
            """,
            channel=channel, key=key, payload=json.dumps(payload, default=json_default),
            now=fields.Datetime.now(), uid=self.env.uid,
        ))
        if not rows:
            # sudo: the outbox is closed to users; the caller learns only that its message is known.
            return self.sudo().search([("channel", "=", channel), ("key", "=", key)])
        # sudo: any business action may wake the cron.
        self.env.ref("psms_base.ir_cron_outbox").sudo()._trigger()
        return self.sudo().browse(rows[0][0])

    # DELIVER -------------------------------------------------------------------------------

    @api.model
    def _run_outbox(self):
        """Cron: deliver what is due, each message in a transaction of its own."""
        cron = self.env["ir.cron"]
        while message := self._lock_next():
            message._deliver()
            if not cron._commit_progress(1, remaining=self._count_due()):
                break
        self._raise_alarm()

    @api.model
    def _lock_next(self):
        """Return the next due message with its row locked, passing over what others hold."""
        self.flush_model(["state", "next_try"])
        rows = self.env.execute_query(SQL(
            """
              SELECT id FROM psms_outbox
               WHERE state = 'pending' AND next_try <= %s
            ORDER BY next_try, id
               LIMIT 1
                 FOR NO KEY UPDATE SKIP LOCKED
            """,
            fields.Datetime.now(),
        ))
        return self.browse(row[0] for row in rows)

    @api.model
    def _count_due(self):
        return self.search_count([("state", "=", "pending"), ("next_try", "<=", fields.Datetime.now())])

    def _deliver(self):
        """Call the handler of one locked message and note how it went."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                author = self.with_user(self.create_uid)
                getattr(author, f"_handle_{self.channel}")(self.payload)
        except psycopg2.errors.SerializationFailure:
            # The effect met another transaction: not the message's fault, the next run repeats it.
            self._postpone("serialization failure", count=False)
        except Exception as error:  # whatever a handler raises must not block the other messages
            _logger.info("Outbox message %s on %s failed: %s", self.id, self.channel, error)
            self._postpone(f"{type(error).__name__}: {error}")
        else:
            self.write({"state": "done", "done_date": fields.Datetime.now(), "last_error": False})

    def _postpone(self, reason, count=True):
        """Set the next attempt further and further away, and give up after the last one."""
        attempts = self.attempts + (1 if count else 0)
        delay = min(FIRST_DELAY * 2 ** max(attempts - 1, 0), LONGEST_DELAY)
        next_try = fields.Datetime.now() + delay
        self.write({
            "attempts": attempts,
            "last_error": reason,
            "next_try": next_try,
            "state": "dead" if attempts >= MAX_ATTEMPTS else "pending",
        })
        if self.state == "pending":
            self.env.ref("psms_base.ir_cron_outbox")._trigger(at=next_try)

    def action_retry(self):
        """Try the selected messages again at once, those given up included."""
        self.check_access("read")
        waiting = self.filtered(lambda message: message.state != "done")
        if not waiting:
            raise UserError(self.env._("These messages were sent already."))
        # sudo: nobody may edit a message, an administrator may have it tried again.
        waiting.sudo().write({
            "state": "pending", "attempts": 0, "next_try": fields.Datetime.now(), "alarmed": False,
        })
        self.env.ref("psms_base.ir_cron_outbox").sudo()._trigger()  # sudo: crons belong to the system

    # WATCH ---------------------------------------------------------------------------------

    @api.model
    def _raise_alarm(self):
        """Tell the administrators once about each message that is stuck or was given up."""
        minutes = int(self.env["ir.config_parameter"].sudo().get_param("psms_base.outbox_alarm_minutes") or 0)
        too_old = fields.Datetime.now() - timedelta(minutes=minutes)
        stuck = self.search([
            ("alarmed", "=", False),
            "|", ("state", "=", "dead"),
            "&", ("state", "=", "pending"), ("create_date", "<", too_old),
        ])
        if not stuck:
            return
        stuck.alarmed = True
        administrators = self.env.ref("psms_base.group_administrator").all_user_ids
        for lang, users in administrators.grouped("lang").items():
            translated = self.with_context(lang=lang)
            self.env["mail.thread"].message_notify(
                partner_ids=users.partner_id.ids,
                subject=translated.env._("Messages are stuck in the outbox"),
                body=translated.env._(
                    "%(count)s messages could not be sent, the oldest since %(since)s (UTC). "
                    "Open Settings, PSMS, Outbox to see why and to try again.",
                    count=len(stuck), since=min(stuck.mapped("create_date")),
                ),
            )

    @api.autovacuum
    def _gc_sent(self):
        """Forget messages that were sent long ago."""
        limit = fields.Datetime.now() - timedelta(days=KEEP_DONE_DAYS)
        old = self.search([("state", "=", "done"), ("done_date", "<", limit)], limit=GC_BATCH, order="id")
        old.unlink()
        return len(old), len(old) == GC_BATCH

    # CHANNELS ------------------------------------------------------------------------------

    def _handle_mail(self, payload):
        """Send an e-mail: ``{"to": address, "subject": text, "body": html}``.

        A mail server that refuses or does not answer makes this raise, so the message is tried again.
        """
        # sudo: the author of the message need not have the right to write mails.
        mail = self.env["mail.mail"].sudo().create({
            "email_to": payload["to"],
            "subject": payload["subject"],
            "body_html": payload["body"],
        })
        mail.send(raise_exception=True)
        if mail.state == "exception":  # an address that no server takes does not raise
            raise UserError(mail.failure_reason)
        mail.unlink()
