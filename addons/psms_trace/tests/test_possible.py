from odoo.tests import tagged

from odoo.addons.psms_trace.services import possible, possible_reach, reach, trace, trace_tree

from .common import PossibleCommon


@tagged("post_install", "-at_install")
class TestPossible(PossibleCommon):

    def tree(self, lots, up):
        lines, _complete = trace_tree.lines(self.env, lots.ids, up)
        return [(
            line["depth"], line["kind"], line["lot"] or (line["product"] if line["kind"] == "untracked" else ""),
            line["quantity"], "likely" if line["likely"] else "possible" if line["possible"] else "",
        ) for line in lines]

    def test_through_goods_without_lot_down(self):
        self.assertEqual(self.tree(self.steel[0], up=False), [
            (0, "lot", "S1", None, ""),
            (1, "consumed", "", 4, ""),
            (2, "untracked", "Bracket", 4, ""),
            (3, "consumed", "", 4, "likely"),
            (4, "lot", "F1", 1, "possible"),
            (5, "shipped", "", 1, "possible"),
            (3, "consumed", "", 2, "possible"),
            (4, "lot", "F2", 1, "possible"),
            (5, "stock", "", 1, "possible"),
            (3, "stock", "", 2, "possible"),
            (1, "stock", "", 6, ""),
        ])

    def test_through_goods_without_lot_up(self):
        self.assertEqual(self.tree(self.fans[1], up=True), [
            (0, "lot", "F2", None, ""),
            (1, "made", "", 1, ""),
            (2, "untracked", "Screw", 1, ""),  # bought: no production behind it
            (2, "untracked", "Bracket", 2, ""),
            (3, "made", "", 4, "likely"),
            (4, "lot", "S2", 4, "possible"),
            (5, "received", "", 10, "possible"),
            (3, "made", "", 4, "possible"),
            (4, "lot", "S1", 4, "possible"),
            (5, "received", "", 10, "possible"),
        ])

    def test_certain_links_are_as_without_reckoning(self):
        """Also where the same lot is certain on one way and possible on another."""
        self.run_production([(self.steel[0], 1), (self.bracket, 1)], [(self.lot(self.fan, "F3"), 1)])
        lots = self.env["stock.lot"].union(*self.steel, *self.fans)
        for up in (False, True):
            for asked in (lots, *lots):
                for most in (3, 8, trace_tree.MOST_LINES):
                    found = self.certain(asked, up, most)
                    self.company.psms_trace_possible = 0
                    plain, complete = trace_tree.lines(self.env, asked.ids, up, most)
                    self.company.psms_trace_possible = 200
                    self.assertFalse([line for line in plain if line["possible"]])
                    if complete:
                        self.assertEqual(found, [self.without_end(line) for line in plain])
                        self.assertEqual(
                            set(reach.reach(self.env, asked.ids, up).levels),
                            {line["lot_id"] for line in plain if line["lot_id"]})

    def certain(self, lots, up, most):
        lines, _complete = trace_tree.lines(self.env, lots.ids, up, most)
        return [self.without_end(line) for line in lines if not line["possible"]]

    @staticmethod
    def without_end(line):
        """That goods without lot can be unfolded is what the reckoning adds to them."""
        return {name: value for name, value in line.items() if name not in ("end", "unread") or line["kind"] != "untracked"}

    def test_a_lot_that_is_certain_on_one_way_is_shown_as_certain(self):
        last = self.lot(self.fan, "F3")
        self.run_production([(self.steel[0], 1), (self.bracket, 1)], [(last, 1)])
        found = [line[4] for line in self.tree(self.steel[0], up=False) if line[2] == "F3"]
        self.assertCountEqual(found, ["", "possible"])
        reached = reach.reach(self.env, self.steel[0].ids)
        self.assertIn(last.id, reached.levels)
        self.assertNotIn(last.id, possible_reach.possible_reach(self.env, reached.levels).lots)

    def test_reach(self):
        down = possible_reach.possible_reach(self.env, self.steel[0].ids)
        self.assertEqual(down.lots, dict.fromkeys([fan.id for fan in self.fans], self.bracket.id))
        self.assertEqual(down.likely, {self.fans[0].id})
        up = possible_reach.possible_reach(self.env, self.fans[1].ids, up=True)
        self.assertEqual(set(up.lots), {lot.id for lot in self.steel})
        self.assertEqual(up.likely, {self.steel[1].id})

    def test_on_through_several_goods_without_lot(self):
        """Steel, bracket, painted bracket, fan: and on from lot to lot."""
        painted = self.env["product.product"].create({"name": "Painted bracket", "is_storable": True})
        self.run_production([(self.bracket, 2)], [(painted, 2)])
        last = self.lot(self.board, "B1")
        self.run_production([(painted, 2)], [(last, 1)])
        self.run_production([(last, 1)], [(self.lot(self.fan, "F4"), 1)])
        found = possible_reach.possible_reach(self.env, self.steel[1].ids)
        self.assertLessEqual({last.id, self.lot(self.fan, "F4").id}, set(found.lots))
        self.assertEqual(found.lots[last.id], painted.id)
        self.assertEqual(found.likely, {last.id, self.lot(self.fan, "F4").id, self.fans[1].id})
        self.assertIn((6, "lot", "B1", 1, "possible"), self.tree(self.steel[1], up=False))

    def test_too_common_goods_are_cut_and_it_is_said(self):
        self.company.psms_trace_possible = 1
        nodes = self.below_brackets()
        self.assertEqual([(node["kind"], node["likely"]) for node in nodes], [("consumed", True), ("cut", False)])
        self.assertIn("may be in more than 1 movements", nodes[1]["label"])
        found = possible_reach.possible_reach(self.env, self.steel[0].ids)
        self.assertEqual(set(found.lots), {self.fans[0].id})
        self.assertEqual([(cut.product_id, cut.reason) for cut in found.cuts], [(self.bracket.id, possible.USES)])
        self.patch(possible, "MOST_MOVEMENTS", 3)
        nodes = self.below_brackets()
        self.assertEqual([node["kind"] for node in nodes], ["cut"])
        self.assertIn("there are 4 movements", nodes[0]["label"])

    def below_brackets(self):
        consumed = self.env["psms.trace"].level([{"lot": self.steel[0].id}], False)[f"lot:{self.steel[0].id}"]["nodes"][0]
        [made] = self.env["psms.trace"].level([consumed["end"]], False)[consumed["key"]]["nodes"]
        return self.env["psms.trace"].level([made["end"]], False)[trace.key_of(made["end"])]["nodes"]

    def test_a_limit_of_nought_ends_at_goods_without_lot(self):
        self.company.psms_trace_possible = 0
        self.assertEqual(self.tree(self.steel[0], up=False)[2:], [(2, "untracked", "Bracket", 4, ""), (1, "stock", "", 6, "")])
        self.assertFalse(possible_reach.possible_reach(self.env, self.steel[0].ids).lots)

    def test_printed_tree_has_an_own_limit_for_what_is_possible(self):
        self.patch(trace_tree, "MOST_POSSIBLE", 4)
        lines, complete = trace_tree.lines(self.env, self.steel[0].ids, up=False)
        self.assertTrue(complete, "what is certain is all there")
        self.assertEqual([line["kind"] for line in lines], [
            "lot", "consumed", "untracked", "consumed", "lot", "consumed", "lot", "cut", "stock"])
        self.assertIn("Cut here", lines[-2]["label"])
        self.assertTrue(lines[4]["unread"], "what was not read any more says so")

    def test_words_on_paper(self):
        document = self.env["psms.document.trace"]
        text = str(document._document_values(self.steel[0])["rows"])
        self.assertIn("Not tracked: Bracket", text)
        lines = document._document_lines(self.steel[0])
        self.assertEqual([document._certainty(line) for line in lines], [
            "certain", "certain",  # upwards
            "certain", "certain", "certain", "possible, first in first out", "possible", "possible", "possible", "possible",
            "possible", "possible", "certain"])

    def test_summary_counts_what_is_possible_apart(self):
        summary = self.env["psms.trace"].start(self.steel[0].ids)["summary"]
        self.assertEqual((summary["made"], summary["made_possible"]), (0, 2))
        self.assertEqual(summary["customers"], [], "nobody who certainly has it")

    def test_statements_do_not_depend_on_how_many(self):
        ends = []
        for number in range(30):
            used, made = self.run_production([(self.steel[1], 0.1)], [(self.bracket, 1)])
            self.run_production([(self.bracket, 1)], [(self.lot(self.fan, f"N{number}"), 1)])
            ends.append({"product": self.bracket.id, "lines": made.ids})
        for count in (1, 30):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            trace.level(self.env, ends[:count], up=False)
            self.assertLessEqual(self.env.cr.sql_log_count - before, 15, f"{count} ends")
        before = self.env.cr.sql_log_count
        found = possible_reach.possible_reach(self.env, self.steel[1].ids)
        self.assertEqual(len(found.lots), 32)
        self.assertLessEqual(self.env.cr.sql_log_count - before, 20)

    def test_rights(self):
        keeper = self.env(user=self.keeper)["psms.trace"]
        self.assertTrue(keeper.start(self.steel[0].ids)["summary"])
        other = self.env["res.company"].create({"name": "Elsewhere"})
        env = self.env(context={"allowed_company_ids": other.ids})
        self.assertFalse(possible_reach.possible_reach(env, self.steel[0].ids).lots, "lines of other companies are not read")
