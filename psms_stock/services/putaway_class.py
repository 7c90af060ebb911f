"""The ABC class by picks of products in a warehouse: what is picked often belongs near the door."""


def class_of(env, products, warehouse):
    """{product id: "a", "b" or "c"}; products that were never classed are missing."""
    # sudo: who puts goods away needs no right to read the figures of a class
    rows = env["psms.stock.class"].sudo().search_fetch(
        [("product_id", "in", products.ids), ("warehouse_id", "=", warehouse.id)], ["product_id", "abc_picks"])
    return {row.product_id.id: row.abc_picks for row in rows if row.abc_picks}
