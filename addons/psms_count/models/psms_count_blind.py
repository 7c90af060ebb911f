from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..services import blind


class PsmsCountBlind(models.AbstractModel):
    """Of records that a person counts blind, quantities are left out wherever people read; see ``services/blind.py``.

    A model says in ``_psms_blind`` which of its fields tell the book, and in `_psms_blind_ids` which records are meant.
    """

    _name = "psms.count.blind"
    _description = "Quantities Hidden While They Are Counted"

    _psms_blind = frozenset()
    #: False where Odoo itself reckons with what `read` gives; then the screens alone are blind
    _psms_blind_read = True

    def _psms_blind_ids(self):
        """SELECT the ids of all records of this model that this person may be asked to count blind."""
        raise NotImplementedError

    def _psms_blind_among(self, names):
        """Those of these fields (or aggregates, paths, orders) that tell the book; none to who may read it."""
        told = [name for name in names if name.replace("/", ".").replace(":", ".").split(".")[0] in self._psms_blind]
        return told if told and blind.applies(self.env) else []

    def _psms_blind_domain(self, domain, *named):
        """What a search may go through: who filters or sorts by what is hidden finds nothing of what is."""
        domain = Domain(domain or [])
        names = [condition.field_expr for condition in domain.iter_conditions()]
        names += [part.split()[0] for text in named if text for part in text.split(",") if part.strip()]
        return self._psms_without_blind(domain) if self._psms_blind_among(names) else domain

    def _psms_without_blind(self, domain):
        return Domain(domain) & ~Domain("id", "in", self._psms_blind_ids())

    def _psms_blinded(self, rows):
        """Leave out of these rows what this person must not read: an empty cell, since a 0 would say something."""
        if rows and (told := self._psms_blind_among(rows[0])):
            hidden = blind.hidden(self.browse([row["id"] for row in rows]))
            for row in rows:
                if row["id"] in hidden:
                    row.update(dict.fromkeys(told, False))
        return rows

    # === WHERE PEOPLE READ === #

    def read(self, fields=None, load="_classic_read"):
        rows = super().read(fields, load=load)
        return self._psms_blinded(rows) if self._psms_blind_read else rows

    @api.readonly
    def web_read(self, specification):
        rows = super().web_read(specification)
        return rows if self._psms_blind_read else self._psms_blinded(rows)

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        if self._psms_blind_among([path[0] for path in fields if path]) and blind.hidden(self):
            raise UserError(self.env._(
                "Some of this is being counted blind just now, by you among others, so its quantities can't be exported. "
                "Leave out the quantities, or wait until the count has ended."))
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    @api.model
    @api.readonly
    def web_search_read(self, domain, specification, offset=0, limit=None, order=None, count_limit=None):
        return super().web_search_read(
            self._psms_blind_domain(domain, order), specification, offset=offset, limit=limit, order=order,
            count_limit=count_limit)

    @api.model
    @api.readonly
    def search_read(self, domain=None, fields=None, offset=0, limit=None, order=None, **read_kwargs):
        return self._psms_blinded(super().search_read(
            self._psms_blind_domain(domain, order), fields, offset=offset, limit=limit, order=order, **read_kwargs))

    @api.model
    @api.readonly
    def formatted_read_group(self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None):
        """Sums to which something hidden belongs are left out; all others stay."""
        having_names = [condition.field_expr for condition in Domain(having or []).iter_conditions()]
        domain = self._psms_blind_domain(domain, order, *groupby, *having_names)
        groups = super().formatted_read_group(
            domain, groupby, aggregates, having=having, offset=offset, limit=limit, order=order)
        if told := self._psms_blind_among(aggregates):
            counted = super().formatted_read_group(
                domain & Domain("id", "in", self._psms_blind_ids()), groupby, ["__count"])
            hidden = {_key(group, groupby) for group in counted if group["__count"]}
            for group in groups:
                if _key(group, groupby) in hidden:
                    group.update(dict.fromkeys(told, False))
        return groups

    @api.model
    @api.readonly
    def formatted_read_grouping_sets(self, domain, grouping_sets, aggregates=(), *, order=None):
        """A pivot has totals of totals, so what is hidden is no part of it."""
        names = {name for names in grouping_sets for name in names}
        if self._psms_blind_among(aggregates):
            domain = self._psms_without_blind(domain)
        return super().formatted_read_grouping_sets(
            self._psms_blind_domain(domain, order, *names), grouping_sets, aggregates, order=order)

    @api.deprecated("Override of a deprecated method")
    @api.model
    @api.readonly
    def read_group(self, domain, fields, groupby, offset=0, limit=None, orderby=False, lazy=True):
        """The old form of the API: as in a pivot."""
        if blind.applies(self.env):
            domain = self._psms_without_blind(domain)
        return super().read_group(domain, fields, groupby, offset=offset, limit=limit, orderby=orderby, lazy=lazy)


def _key(group, groupby):
    return tuple(repr(group[name]) for name in groupby)
