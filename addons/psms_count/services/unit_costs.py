"""What one piece of a line is worth to the company."""


def of_lines(lines):
    """Return ``{line id: cost of one unit}``; goods that somebody else owns are worth nothing to us."""
    costs = {}
    for company, of_company in lines.grouped("company_id").items():
        for line in of_company.with_company(company):
            costs[line.id] = 0.0 if _is_foreign(line, company) else _cost(line)
    return costs


def _is_foreign(line, company):
    return bool(line.owner_id) and line.owner_id != company.partner_id


def _cost(line):
    product = line.product_id
    return (product.lot_valuated and line.lot_id.standard_price) or product.standard_price
