"""What Odoo looks up and writes for one move after the other, done once for all of them."""

from odoo import models


def _consistent(records, fnames):
    """Whether several records are linked with what belongs to their companies only, asked once for each company and field.

    Of one record, and where something does not belong, Odoo's own check says what.
    """
    if len(records) < 2:
        return False
    if fnames is None or "company_id" in fnames:
        fnames = records._fields
    fields = [field for field in map(records._fields.get, fnames) if field.relational and field.check_company]
    if any(field.company_dependent for field in fields):
        return False
    for company, group in records.grouped("company_id").items():
        for field in fields:
            # sudo: Odoo checks links to what the user may not read too
            linked = group.sudo()[field.name].with_context(active_test=False)
            domain = linked and linked._check_company_domain(company)
            if domain and linked != linked.filtered_domain(domain):
                return False
    return True


class StockMove(models.Model):
    _inherit = "stock.move"

    def _check_company(self, fnames=None):
        return None if _consistent(self, fnames) else super()._check_company(fnames)

    def _inverse_picked(self):
        for picked, moves in self.grouped("picked").items():
            moves.move_line_ids.filtered(lambda line, picked=picked: line.picked != picked).picked = picked
        return super()._inverse_picked()

    def _update_candidate_moves_list(self, candidate_moves_set):
        result = super()._update_candidate_moves_list(candidate_moves_set)
        # Moves of different products are never merged: whether others are alike need not be worked out.
        for moves in list(candidate_moves_set):
            if len((moves | self).product_id) == len(moves | self):
                candidate_moves_set.remove(moves)
        return result

    def _push_apply(self):
        rules = self.env["stock.rule"].sudo().search_count(  # sudo: Odoo looks for rules of other companies too
            [("action", "in", ("push", "pull_push")), ("location_src_id", "parent_of", self.location_dest_id.ids)], limit=1)
        # Without a rule Odoo looks for one in vain for each move, and then at what follows it.
        return super(StockMove, self if rules else self.filtered("move_dest_ids"))._push_apply()

    def _update_orderpoints(self):
        # Odoo puts a search together from a condition for each move, mostly of products without any rule.
        return super(StockMove, self.filtered(lambda move: move._reordering_rules()))._update_orderpoints()

    def _trigger_scheduler(self):
        automatic = self.filtered(lambda move: "auto" in move._reordering_rules().mapped("trigger"))
        return super(StockMove, automatic)._trigger_scheduler()

    def _reordering_rules(self):
        # sudo: Odoo looks for the rules of all companies too
        return self.product_id.sudo().orderpoint_ids


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def write(self, vals):
        # Odoo says it of the lines of every move, also where they are picked already.
        if vals.keys() == {"picked"} and all(line.picked == vals["picked"] for line in self):
            return True
        return super().write(vals)

    def _check_company(self, fnames=None):
        return None if _consistent(self, fnames) else super()._check_company(fnames)
