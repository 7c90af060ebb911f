"""A thousand things that people do in a warehouse, in any order: the hard invariants hold all the time."""

import sys
from collections import Counter
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))
import invariants
import store

STEPS = 250
LOOK_EVERY = 50


@tagged("post_install", "-at_install")
class TestRandomHistory(TransactionCase):
    """Four histories of 250 steps each, the same in every run."""

    def assert_invariants(self, when):
        self.env.flush_all()
        for invariant in invariants.load():
            if invariant.kind == "hard" and not invariant.needs:
                self.env.cr.execute(invariant.query)
                self.assertFalse(self.env.cr.fetchmany(3), f"{invariant.name} {when}")

    def live(self, seed):
        plant, done, refused = store.Store(self.env, seed), Counter(), []
        for step in range(1, STEPS + 1):
            try:
                with self.env.cr.savepoint():
                    done[plant.do_something()] += 1
                    self.env.flush_all()
            except UserError as refusal:
                refused.append(str(refusal))
                self.env.invalidate_all()
            if step % LOOK_EVERY == 0:
                self.assert_invariants(f"after {step} steps of history {seed}: {dict(done)}")
        # a history in which most is refused would prove nothing
        self.assertLess(len(refused), STEPS // 5, refused[:5])
        self.assertEqual(set(done), {thing.__name__ for thing in plant.things_to_do()})

    def test_history_1(self):
        self.live(1)

    def test_history_2(self):
        self.live(2)

    def test_history_3(self):
        self.live(3)

    def test_history_4(self):
        self.live(4)
