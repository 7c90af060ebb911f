"""Make batches and waves of what was proposed, through stock_picking_batch."""

from odoo.fields import Command

from . import wave_plan, wave_read


def proposals(criteria, now, picking_ids=None):
    """Return what :func:`release` would make now, as :class:`wave_plan.Proposal` s."""
    units = wave_read.read_units(criteria, now, picking_ids)
    return wave_plan.propose(units, criteria._limits(), single=criteria.method == "order")


def release(criteria, now, rule=None, picking_ids=None):
    """Make the batches of what fits ``criteria`` now and return the release, empty when nothing fits.

    Read anew: what somebody else has put into a batch since the preview is left to them, and who comes
    second in the same moment is repeated by Odoo on the newer state.
    """
    env = criteria.env
    found = proposals(criteria, now, picking_ids)
    record = env["psms.pick.release"]
    if not found:
        return record
    # sudo: store keepers release, nobody writes the log of releases by hand.
    record = record.sudo().create({
        "rule_id": rule.id if rule else False, "picking_type_id": criteria.picking_type_id.id, "method": criteria.method,
    }).sudo(False)
    make = _make_wave if criteria.method == "zone" else _make_batch
    batches = env["stock.picking.batch"].concat(*(make(criteria, record, proposal) for proposal in found))
    if criteria.method == "cluster":
        _give_totes(batches.picking_ids, criteria.tote_type_id)
    return record


def batch_vals(criteria, record, proposal):
    zone = criteria.env["psms.stock.zone"].browse(proposal.units[0].zone_id or [])
    return {
        "picking_type_id": criteria.picking_type_id.id,
        "company_id": criteria.picking_type_id.company_id.id,
        "user_id": criteria.user_id.id,
        "release_id": record.id,
        "pick_method": criteria.method,
        "pick_zone_id": zone.id,
        "description": zone.name or False,
    }


def _make_batch(criteria, record, proposal):
    batch = criteria.env["stock.picking.batch"].create({
        **batch_vals(criteria, record, proposal),
        "picking_ids": [Command.link(picking) for picking in proposal.picking_ids],
    })
    if criteria.confirm:
        batch.action_confirm()
    return batch


def _make_wave(criteria, record, proposal):
    """Odoo moves the lines into the wave and splits transfers of which the wave takes a part."""
    env = criteria.env
    wave = env["stock.picking.batch"].create({**batch_vals(criteria, record, proposal), "is_wave": True})
    lines = env["stock.move.line"].browse(proposal.line_ids)
    lines.with_context(psms_zone_split=True)._add_to_wave(wave)
    if criteria.confirm and wave.state == "draft":
        wave.action_confirm()
    return wave


def _give_totes(pickings, tote_type):
    """Give each transfer a tote of its own: what is picked for it goes there."""
    totes = list(_free_totes(tote_type)) if tote_type else []
    for picking in pickings:
        lines = picking.move_line_ids.filtered(lambda line: line.quantity and not line.result_package_id)
        if lines:
            tote = totes.pop(0) if totes else None
            lines._put_in_pack(package_id=tote and tote.id, package_type_id=tote_type.id)


def _free_totes(tote_type):
    """Empty reusable totes that no open line is bound for."""
    if tote_type.package_use != "reusable":
        return tote_type.env["stock.package"]
    totes = tote_type.env["stock.package"].search([("package_type_id", "=", tote_type.id), ("quant_ids", "=", False)])
    taken = tote_type.env["stock.move.line"].search(
        [("result_package_id", "in", totes.ids), ("state", "not in", ("done", "cancel"))]).result_package_id
    return totes - taken
