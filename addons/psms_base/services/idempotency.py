"""Run a use case once per key, however often a device or another system repeats the call.

The ledger row and the effect share one transaction, so there is never one without the other:
whoever got no answer sends the same key again and either finds the stored answer or does the
work for the first time. An app offers this on a public method of its own::

    def psms_receive(self, key, lines):
        return run_once(
            self.env, key=key, endpoint="stock.receive", payload=lines,
            func=lambda: self._receive(lines),
        )
"""

import hashlib
import json

from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, json_default

KEY_LENGTH = 255


class KeyReusedError(UserError):
    """The key was used before with another request."""


def body_hash(payload):
    """Return the SHA-256 of ``payload`` as canonical JSON."""
    text = json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=json_default)
    return hashlib.sha256(text.encode()).hexdigest()


def run_once(env, key, endpoint, payload, func):
    """Call ``func`` unless this user did so before with this key, and return its answer.

    A second transaction with the same key waits for the first one. When that one commits,
    PostgreSQL raises a serialization failure here and Odoo's own retry loop starts the call
    again, which then finds the answer; when it rolls back, this one does the work. A refusal
    (any exception of ``func``) leaves no row: nothing happened, so the key stays free.

    :param env: environment of the caller; the key belongs to its user
    :param str key: chosen by the caller, unique per logical request (a UUID is best)
    :param str endpoint: name of the use case; the same key may serve another use case
    :param payload: everything that decides what ``func`` does, as JSON data
    :param func: called without arguments, returns a dict that JSON can hold
    :return dict: the answer of the first call
    :raises KeyReusedError: the key came before with another payload
    """
    _check_key(env, key)
    digest = body_hash(payload)
    # The savepoint undoes row and effect together even where a caller catches the exception.
    with env.cr.savepoint():
        if row_id := _insert_row(env, key, endpoint, digest):
            return _store_answer(env, row_id, func())
    [(stored_digest, answer)] = env.execute_query(SQL(
        "SELECT body_hash, answer FROM psms_request WHERE user_id = %s AND endpoint = %s AND key = %s",
        env.uid, endpoint, key,
    ))
    if stored_digest != digest:
        raise KeyReusedError(env._(
            "The key %(key)s was already used for another request. Send a new key for a new request, "
            "and the same key only to repeat the same request.",
            key=key,
        ))
    return answer


def _check_key(env, key):
    if not isinstance(key, str) or not key.strip() or len(key) > KEY_LENGTH or "\0" in key:
        raise ValidationError(env._(
            "A request needs a key of 1 to %(length)s characters, for example a UUID.", length=KEY_LENGTH,
        ))


def _insert_row(env, key, endpoint, digest):
    """Claim the key; None when it is taken.

    SQL because the ORM has no ON CONFLICT, and because no user has the right to write here.
    """
    rows = env.execute_query(SQL(
        """
        INSERT INTO psms_request (user_id, endpoint, key, body_hash, create_uid, create_date, write_uid, write_date)
             VALUES (%(uid)s, %(endpoint)s, %(key)s, %(digest)s, %(uid)s, now() AT TIME ZONE 'UTC',
                     %(uid)s, now() AT TIME ZONE 'UTC')
        ON CONFLICT (user_id, endpoint, key) DO NOTHING
          RETURNING id
        """,
        uid=env.uid, endpoint=endpoint, key=key, digest=digest,
    ))
    return rows[0][0] if rows else None


def _store_answer(env, row_id, answer):
    """Store the answer and return it as PostgreSQL holds it, which is what a repeat will get."""
    text = json.dumps(answer, ensure_ascii=False, allow_nan=False, default=json_default)
    [(stored,)] = env.execute_query(SQL(
        "UPDATE psms_request SET answer = %s::jsonb WHERE id = %s RETURNING answer", text, row_id,
    ))
    return stored
