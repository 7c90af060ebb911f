"""Which planning parameter set applies to a product in a warehouse.

The most specific set wins as a whole: the product's, else that of its category or the nearest category
above, else the company's; of two for the same, the one that names the warehouse.
"""


class Parameters:
    def __init__(self, rows, categories):
        """
        :param rows: with `product_id`, `category_id`, `warehouse_id` (None where the set is for all)
        :param categories: {category id: (itself, its parent, ..., the topmost)}
        """
        self._by_product, self._by_category = {}, {}
        for row in rows:
            if row.product_id:
                self._by_product[row.product_id, row.warehouse_id] = row
            else:
                self._by_category[row.category_id, row.warehouse_id] = row
        self._categories = categories
        self._found = {}

    def of_products(self):
        """The sets that are for a product."""
        return self._by_product.values()

    def of(self, product_id, category_id, warehouse_id):
        """The set that applies, or None where there is none."""
        own = (self._by_product.get((product_id, warehouse_id)) or self._by_product.get((product_id, None))
               if self._by_product else None)
        if own:
            return own
        place = category_id, warehouse_id
        if place not in self._found:
            self._found[place] = self._of_category(category_id, warehouse_id)
        return self._found[place]

    def _of_category(self, category_id, warehouse_id):
        for category in (*self._categories.get(category_id, ()), None):
            found = self._by_category.get((category, warehouse_id)) or self._by_category.get((category, None))
            if found:
                return found
        return None
