"""Bills of materials as the engine wants them: quantities per unit, kits dissolved, variants chosen."""
from collections import defaultdict
from typing import NamedTuple

from . import plan_problems as problems
from .plan_problems import Problem


class Component(NamedTuple):
    product_id: int
    quantity: float  # per unit of the parent, in the component's unit, without scrap
    scrap: float


class Bills:
    """The bills of a company, looked up by product."""

    def __init__(self, products, boms, lines, attribute_of_value, values_of_variant):
        self.products = products  # {product id: row of plan_queries.products}
        self._lines = defaultdict(list)
        for line in lines:
            self._lines[line.bom_id].append(line)
        self._attribute_of_value = attribute_of_value
        self._values_of_variant = values_of_variant
        # Bills of each kind by product and by template, in Odoo's order of preference.
        self._by_product, self._by_template = defaultdict(list), defaultdict(list)
        for bom in boms:
            if bom.product_id:
                self._by_product[bom.kind, bom.product_id].append(bom)
            else:
                self._by_template[bom.kind, bom.template_id].append(bom)
        self._rank = {bom.id: rank for rank, bom in enumerate(boms)}
        self._by_id = {bom.id: bom for bom in boms}
        self._kinds = {bom.kind for bom in boms}
        self.problems = set()

    def candidates(self, product_id, kind):
        """Bills of one kind for a product, in Odoo's order of preference."""
        if kind not in self._kinds or product_id not in self.products:
            return ()
        own = self._by_product.get((kind, product_id), ())
        shared = self._by_template.get((kind, self.products[product_id].template_id), ())
        return sorted([*own, *shared], key=lambda bom: self._rank[bom.id]) if own and shared else own or shared

    def kit(self, product_id):
        """The kit bill of a product, which wins over any other as in Odoo's own procurement."""
        kits = self.candidates(product_id, "phantom")
        return kits[0] if kits else None

    def normal(self, product_id, warehouse_id, preferred_bom_id=None):
        """The bill that a warehouse makes a product with."""
        if preferred_bom_id in self._by_id:
            return self._by_id[preferred_bom_id]
        for bom in self.candidates(product_id, "normal"):
            if bom.warehouse_id in (None, warehouse_id):
                return bom
        return None

    def report_unsupported(self, product_id):
        if any(self.candidates(product_id, kind) for kind in self._kinds - {"normal", "phantom"}):
            self.problems.add(Problem(problems.UNSUPPORTED_BOM, product_id))

    def components(self, product_id, bom):
        """What one unit of a product needs by one of its bills, kits replaced by their components."""
        return self._explode(bom, product_id, 1.0, (product_id,))

    def _explode(self, bom, product_id, quantity, path):
        share = quantity * self.products[product_id].uom_factor / (bom.quantity * bom.uom_factor)
        for line in self._lines.get(bom.id, ()):
            if not line.quantity or self._skipped(line, product_id):
                continue
            kit = self.kit(line.product_id)
            if not kit:
                if line.product_id in self.products and self.products[line.product_id].storable:
                    yield Component(line.product_id, line.quantity * share, line.scrap)
                continue
            if line.scrap:
                self.problems.add(Problem(problems.KIT_SCRAP, line.product_id))
            if line.product_id in path:
                self.problems.add(Problem(problems.KIT_LOOP, line.product_id))
                continue
            yield from self._explode(kit, line.product_id, line.quantity * share, (*path, line.product_id))

    def _skipped(self, line, product_id):
        """Odoo's rule: of each attribute named on the line the variant must have one of the values."""
        if not line.values:
            return False
        own = self._values_of_variant.get(product_id, set())
        wanted = defaultdict(set)
        for value in line.values:
            attribute, create_variant = self._attribute_of_value[value]
            if create_variant == "no_variant":
                # Such a value is chosen on each order, a plan by product can't know it.
                self.problems.add(Problem(problems.NO_VARIANT_LINE, product_id))
                return True
            wanted[attribute].add(value)
        return any(not (values & own) for values in wanted.values())
