"""Quantities as people type them."""

import math
import re

from odoo.exceptions import UserError


def read_quantity(env, value):
    """Return the number that a program sent, or that a person typed."""
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else read_sum(env, value)


def read_sum(env, text):
    """Return the number of ``24+24+7`` or ``1,012.5``, with the separators of the person's language."""
    language = env["res.lang"]._get_data(code=env.lang or "en_US")
    plain = str(text).replace(" ", "").replace("\u3000", "").replace("＋", "+").removeprefix("=")
    try:
        total = sum(_number(part, language.thousands_sep or "", language.decimal_point) for part in plain.split("+"))
    except ValueError:
        total = math.nan
    if not math.isfinite(total):
        raise UserError(env._("“%(text)s” is no quantity. Type a number such as 31, or a sum such as 24+7.", text=text))
    return round(total, 6)


def _number(text, thousands, point):
    """A separator in the wrong place is a mistake and not to be guessed at: 12,5 is not 125."""
    if thousands and re.fullmatch(rf"\d{{1,3}}({re.escape(thousands)}\d{{3}})+({re.escape(point)}\d*)?", text):
        text = text.replace(thousands, "")
    if not re.fullmatch(rf"\d+({re.escape(point)}\d*)?|{re.escape(point)}\d+", text, re.ASCII):
        raise ValueError(text)
    return float(text.replace(point, "."))
