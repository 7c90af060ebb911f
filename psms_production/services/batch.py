"""Let Odoo make many manufacturing orders with fewer, larger steps, and end up with the same.

Odoo goes from order to order and from component to component: it creates the moves of each order and the reservation of each
move by itself, and asks for the same bill and for reordering rules again and again. With a `Batch` in the context such rows
wait and are created together, in the order in which Odoo made them, before anything reads them; the questions are asked once.
Only a release puts a batch into the context, for as long as it makes its orders.
"""
from contextlib import contextmanager

KEY = "psms_batch"


class Batch:
    def __init__(self, products):
        self.product_ids = products.ids  # of which bills will be asked for
        self.waiting = {}  # model -> values of rows to create
        self.reserved = set()  # products whose reservations wait
        self.boms, self.rules, self.quants = {}, {}, {}  # answers

    @contextmanager
    def collect(self, model):
        """Rows of the model wait until the end of this block, or until `create_waiting`."""
        if model._name in self.waiting:
            yield
            return
        self.waiting[model._name] = []
        try:
            yield
            self.create_waiting(model)
        finally:
            self.waiting.pop(model._name, None)

    def take(self, model, vals_list):
        """Let rows wait. :return: whether they do"""
        rows = self.waiting.get(model._name)
        if rows is None:
            return False
        rows.extend(dict(values) for values in vals_list)
        return True

    def create_waiting(self, model):
        rows = self.waiting.pop(model._name, None)
        if rows is None:
            return
        self.reserved.clear()
        if rows:
            model.create(rows)
        self.waiting[model._name] = []


def batch_of(env):
    """The batch in the context; what a client writes there is none."""
    batch = env.context.get(KEY)
    return batch if isinstance(batch, Batch) else None
