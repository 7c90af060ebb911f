"""Write many rows of one table at once, faster than the ORM and than any INSERT.

PostgreSQL's COPY in its binary format, put together column by column: ten times faster than text for tables of
numbers and dates, because neither side has to print or to read them. Nothing of the ORM happens: no defaults, no
computed fields, no constraints in Python; the caller flushes before and invalidates after.
"""
import io
import struct

import numpy as np

from odoo.tools import SQL

_SIGNATURE = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
_END = struct.pack(">h", -1)
_EPOCH = np.datetime64("2000-01-01")


def copy_rows(env, table, columns):
    """Append rows to `table`.

    :param columns: {column: array}, all of one length. Integers go to ``int4``, floats to ``float8``, booleans to
        ``bool``, ``datetime64[D]`` to ``date`` (NaT is null), anything else is text (``None`` is null).
        Where a numpy masked array is masked, the value is null.
    """
    names = SQL(", ").join(SQL.identifier(name) for name in columns)
    statement = SQL("COPY %s (%s) FROM STDIN (FORMAT binary)", SQL.identifier(table), names)
    env.cr.copy_expert(env.cr.mogrify(statement.code, statement.params).decode(), io.BytesIO(_encode(columns.values())))
    env.cr.sql_log_count += 1  # a statement like any other for those who count them


def next_ids(env, table, count):
    """Ids for `count` new rows of a table, in the order in which they were drawn."""
    rows = env.execute_query(SQL(
        "SELECT nextval(%s) FROM generate_series(1, %s)", f"{table}_id_seq", count))
    return np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))


def nullable(ids):
    """An array of ids in which 0 stands for none."""
    return np.ma.masked_equal(np.asarray(ids), 0)


def _encode(columns):
    cells = [_cells(column) for column in columns]
    # a row: the number of its cells, and each cell behind its length
    size = 2 + sum(4 + np.maximum(length, 0) for length, _data in cells)
    end = np.cumsum(size)
    rows = np.zeros(int(end[-1]) if len(end) else 0, dtype=np.uint8)
    place = end - size
    _put(rows, place, _big_endian(np.full(len(end), len(cells)), ">i2"))
    place = place + 2
    for length, data in cells:
        _put(rows, place, _big_endian(length, ">i4"))
        place = place + 4
        width = np.maximum(length, 0)
        if data.ndim == 2:
            there = length >= 0
            _put(rows, place[there], data[there])
        else:
            first = np.cumsum(width) - width
            rows[np.repeat(place - first, width) + np.arange(len(data))] = data
        place = place + width
    return b"".join((_SIGNATURE, rows.tobytes(), _END))


def _put(rows, place, data):
    """Write a matrix of bytes, a line for each place."""
    for byte in range(data.shape[1]):
        rows[place + byte] = data[:, byte]


def _big_endian(values, kind):
    values = np.ascontiguousarray(values, dtype=kind)
    return values.view(np.uint8).reshape(len(values), values.dtype.itemsize)


def _cells(column):
    """The length of each cell (-1 for null), and the bytes: a matrix where all are equally long, else one after the other."""
    null = np.ma.getmaskarray(column) if isinstance(column, np.ma.MaskedArray) else None
    values = np.ma.getdata(column) if null is not None else np.asarray(column)
    if values.dtype.kind == "M":
        missing = np.isnat(values)
        null = missing if null is None else null | missing
        data = _big_endian(np.where(missing, _EPOCH, values).astype("datetime64[D]") - _EPOCH, ">i4")
    elif values.dtype.kind == "b":
        data = _big_endian(values, ">i1")
    elif values.dtype.kind in "iu":
        data = _big_endian(values, ">i4")
    elif values.dtype.kind == "f":
        data = _big_endian(values, ">f8")
    else:
        return _text_cells(values)
    length = np.full(len(values), data.shape[1] if data.ndim == 2 else 0, dtype=np.int64)
    if null is not None:
        length[null] = -1
    return length, data


def _text_cells(values):
    texts = [None if text is None else str(text).encode() for text in values.tolist()]
    length = np.fromiter((-1 if text is None else len(text) for text in texts), dtype=np.int64, count=len(texts))
    return length, np.frombuffer(b"".join(filter(None, texts)), dtype=np.uint8)
