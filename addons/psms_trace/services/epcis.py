"""EPCIS 2.0 documents (JSON-LD): which lines, grouped into which events."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Datetime, Domain

from odoo.addons.psms_base.services.calendar import day_start

from . import epcis_errors, trace_sql
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
    """The domain of the lines that were done from the first to the last of these days, in the time of the plant.

    Also of those that were corrected in these days: whoever fetches day by day learns what is not true any more.
    """
    start, end = day_start(company, day_from), day_start(company, day_to + timedelta(days=1))
    return Domain("date", ">=", start) & Domain("date", "<", end) | epcis_errors.corrected_lines(env, start, end)


def events(env, company, lines):
    """Events in the order in which things happened, with those that were told and are not true any more."""
    builder = EventBuilder(env, company, names_of(company))
    went_in = _linked(env, lines, up=True)

    def tell(some):
        return _told(builder, some, went_in)

    def clusters(ids):
        return _clusters(lines, went_in, ids)

    found = tell(lines) + epcis_errors.withdrawn(lines, clusters, tell)
    # events of one second stay in the order of their lines; what was withdrawn stands before what took its place
    return sorted(found, key=lambda event: (event["eventTime"], _SEQUENCE[event["type"]], "errorDeclaration" not in event))


def _told(builder, lines, went_in):
    """The events of these lines, as they are or as they were before a correction."""
    moved = {line._origin.id: line for line in lines.sorted(lambda line: line._origin.id) if line.quantity > 0}
    made_of = {
        line_id: used for line_id, consumed in went_in.items()
        if line_id in moved and (used := frozenset(consumed & moved.keys()))
    }
    linked = made_of.keys() | {line_id for used in made_of.values() for line_id in used}
    made = _transformations(builder, moved, made_of)
    rest = lines.browse().union(*(line for line_id, line in moved.items() if line_id not in linked))
    for group in rest.grouped(_group).values():
        if kind := kind_of(group[0]):
            made += _packages(builder, group, opening=True)
            made += _packages(builder, group, opening=False)
            made.append(builder.observation(kind, group))
    return made


def _clusters(lines, went_in, ids):
    """For each of these lines the ids of all lines that are told of together with it; each cluster once."""
    came_out = {}
    for line_id, consumed in went_in.items():
        for consumed_id in consumed:
            came_out.setdefault(consumed_id, set()).add(line_id)
    documents = lines.grouped(lambda line: line.picking_id.id or -line.move_id.id)
    found = set()
    for line in lines.filtered(lambda line: line.id in ids):
        cluster = set(documents[line.picking_id.id or -line.move_id.id].ids)
        for _step in range(2):  # a production links everything that went in with everything that came out
            cluster |= {other for each in cluster for other in (*went_in.get(each, ()), *came_out.get(each, ()))}
        found.add(frozenset(cluster))
    return found


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
    # what was corrected to nothing is told as it was before
    return lines.filtered(lambda line: line.state == "done").sorted("id")


def _linked(env, lines, up):
    """``{line that came out: ids of the lines that went in}``, or the other way round; lines without links are left out."""
    trace_sql.flush(env)
    found = trace_sql.links(env, lines.ids, up, emptied=True)
    return {line_id: frozenset(link.line_id for link in links) for line_id, links in found.items() if links}


def _both_sides(env, lines):
    ids = {line_id for up in (True, False) for linked in _linked(env, lines, up).values() for line_id in linked}
    return lines.browse(sorted(ids))


def _transformations(builder, moved, went_in):
    """One event for each production: lines that came out of the same lines."""
    def lines(ids):
        found = [moved[line_id] for line_id in sorted(ids)]
        return found[0].browse().union(*found)

    groups = {}
    for line_id, consumed_ids in went_in.items():
        groups.setdefault(consumed_ids, []).append(line_id)
    return [
        builder.transformation(lines(consumed_ids), lines(produced_ids))
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
