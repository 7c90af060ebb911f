"""Serial shipping container codes: extension digit, company prefix, a number that nobody gets twice, a check digit."""

from odoo.exceptions import UserError

from odoo.addons.psms_stock.services import code_gs1

#: extension digit, prefix and serial reference together, without the check digit
_LENGTH = 17
#: numbers tried when packages already have the next ones, from before this module or from elsewhere
_ATTEMPTS = 1000


def assign(packages):
    """Give each package that has no SSCC its own as its name, and return those packages."""
    packages.check_access("write")
    chosen = packages.filtered(lambda package: not package.valid_sscc).sorted("id")
    for package in chosen:
        package.name = next_code(packages.env, package.company_id or packages.env.company)
    return chosen


def next_code(env, company):
    """Return an SSCC of the company that no package has.

    All companies of the database count on one PostgreSQL sequence: it gives no number twice, in no race, and
    companies that share a prefix do not meet.
    """
    if not company.psms_gs1_prefix:
        raise UserError(env._(
            "%(company)s has no GS1 company prefix, with which every SSCC begins. "
            "An administrator enters it under Settings, PSMS, GS1 numbers.", company=company.name))
    sequence = env.ref("psms_labels.sequence_sscc")
    for _attempt in range(_ATTEMPTS):
        code = compose(company.psms_sscc_extension, company.psms_gs1_prefix, int(sequence.next_by_id()))
        # sudo: a number that a package of another company has is taken all the same.
        if not env["stock.package"].sudo().search_count([("name", "=", code)], limit=1):
            return code
    raise UserError(env._("No free SSCC was found. Ask your administrator to move the sequence “PSMS SSCC” forward."))


def compose(extension, prefix, number):
    """Return the SSCC; when the numbers of an extension digit are used up, the next digit goes on."""
    width = _LENGTH - 1 - len(prefix)
    rounds, serial = divmod(number, 10 ** width)
    payload = f"{(int(extension) + rounds) % 10}{prefix}{serial:0{width}}"
    return payload + code_gs1.check_digit(payload)
