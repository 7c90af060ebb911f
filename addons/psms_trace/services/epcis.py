"""EPCIS 2.0 documents (JSON-LD): which lines, grouped into which events."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Datetime, Domain

from odoo.addons.psms_base.services.calendar import day_start

from . import trace_sql
from .epc import Names
from .epcis_events import EventBuilder, kind_of

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
#: lines that one document tells of; more is asked for in shorter periods
MOST_LINES = 50_000


def names_of(company):
    # sudo: the address of the server is public
    base = company.env["ir.config_parameter"].sudo().get_param("web.base.url", "")
    namespace = (company.psms_epcis_namespace or f"{base}/epcis").rstrip("/")
    return Names(namespace, company.psms_gln or "", company.psms_gs1_prefix or "", company.psms_epcis_form == "urn")


def document(env, company, domain):
    """The EPCIS document of the done lines of a company that the domain selects, each event whole."""
    lines = _lines(env, Domain(domain) & Domain("state", "=", "done") & Domain("company_id", "=", company.id))
    return {
        "@context": [CONTEXT],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": Datetime.now().strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "epcisBody": {"eventList": events(env, company, lines)},
    }


def period(env, company, day_from, day_to):
    """The domain of the lines that were done from the first to the last of these days, in the time of the plant."""
    start, end = day_start(company, day_from), day_start(company, day_to + timedelta(days=1))
    return Domain("date", ">=", start) & Domain("date", "<", end)


def events(env, company, lines):
    """Events in the order in which things happened."""
    builder = EventBuilder(env, company, names_of(company))
    went_in = _linked(env, lines, up=True)
    used = {line_id for ids in went_in.values() for line_id in ids}
    made = _transformations(builder, lines, went_in)
    rest = lines.filtered(lambda line: line.id not in went_in and line.id not in used)
    for group in rest.grouped(_group).values():
        if kind := kind_of(group[0]):
            made += _packages(builder, group, opening=True)
            made += _packages(builder, group, opening=False)
            made.append(builder.observation(kind, group))
    # events of one second stay in the order of their lines
    return sorted(made, key=lambda event: (event["eventTime"], _SEQUENCE[event["type"]]))


_SEQUENCE = {"TransformationEvent": 0, "AggregationEvent": 1, "ObjectEvent": 2}


def _group(line):
    """Lines that are told of together: of one document, in one direction, between the same places."""
    document_id = line.picking_id.id or -line.move_id.id
    return (document_id, line.move_id.scrap_id.id, kind_of(line), line.location_id.id, line.location_dest_id.id)


def _lines(env, domain):
    """The lines asked for, and all other lines of their documents: an event is never half told."""
    model = env["stock.move.line"]
    asked = model.search(domain, limit=MOST_LINES + 1, order="id")
    pickings = model.search([("picking_id", "in", asked.picking_id.ids), ("state", "=", "done")], order="id")
    # Production links everything that went in with everything that came out: two steps reach all of it.
    near = _both_sides(env, asked)
    lines = asked | pickings | near | _both_sides(env, near)
    if len(lines) > MOST_LINES:
        raise UserError(env._(
            "That is more than %(limit)s movements, too much for one file. Choose a shorter period or fewer lots.",
            limit=MOST_LINES))
    return lines.filtered(lambda line: line.state == "done" and line.quantity > 0).sorted("id")


def _linked(env, lines, up):
    """``{line that came out: ids of the lines that went in}``, or the other way round; lines without links are left out."""
    trace_sql.flush(env)
    found = trace_sql.links(env, lines.ids, up)
    return {line_id: frozenset(link.line_id for link in links) for line_id, links in found.items() if links}


def _both_sides(env, lines):
    ids = {line_id for up in (True, False) for linked in _linked(env, lines, up).values() for line_id in linked}
    return lines.browse(sorted(ids))


def _transformations(builder, lines, went_in):
    """One event for each production: lines that came out of the same lines."""
    groups = {}
    for line_id, consumed_ids in went_in.items():
        groups.setdefault(consumed_ids, []).append(line_id)
    return [
        builder.transformation(lines.browse(sorted(consumed_ids)), lines.browse(sorted(produced_ids)))
        for consumed_ids, produced_ids in sorted(groups.items(), key=lambda group: min(group[1]))
    ]


def _packages(builder, lines, opening):
    """Taking out of packages (opening), or packing into them: goods, then packages into bigger ones."""
    field, action = ("package_id", "DELETE") if opening else ("result_package_id", "ADD")
    changed = lines.filtered(lambda line: line[field] and line.package_id != line.result_package_id)
    made = [builder.aggregation(package, group, action) for package, group in changed.grouped(field).items()]
    parent_field = "parent_orig_id" if opening else "parent_dest_id"
    nested = lines.filtered(lambda line: line.package_history_id.parent_orig_id != line.package_history_id.parent_dest_id)
    for parent, group in nested.grouped(lambda line: line.package_history_id[parent_field]).items():
        if parent:
            made.append(builder.containment(parent, group.package_history_id.package_id, group, action))
    return made
