"""Every sentence that scanning says to a store keeper, in one place.

A message has a ``code`` for programs and ``what`` happened, ``why``, and what to do (``todo``) for people.
"""


class Refusal(Exception):
    """A step that must not be done; carries its message. Nothing of the step stays."""

    def __init__(self, code, what, why="", todo=""):
        super().__init__(what)
        self.message = message(code, what, why, todo, level="danger")


def message(code, what, why="", todo="", level="success"):
    return {"code": code, "level": level, "what": what, "why": why, "todo": todo}


# === REFUSALS: THE CODE === #

def empty_code(env):
    return Refusal(
        "empty_code", env._("Nothing was read."),
        todo=env._("Scan again, a little slower."),
    )


def unreadable_code(env):
    return Refusal(
        "unreadable_code", env._("This code cannot be used."),
        env._("It is longer than 1,024 characters or holds control characters."),
        env._("Scan the label of the product, lot or bin. If it is that label, print it again."),
    )


def wrong_check_digit(env, code):
    return Refusal(
        "wrong_check_digit", env._("%(code)s was misread.", code=code),
        env._("Its last digit, the check digit, does not fit."),
        env._("Scan it again. If it stays so, the label is damaged: print a new one."),
    )


def unknown_code(env, code):
    return Refusal(
        "unknown_code", env._("Unknown code %(code)s.", code=code),
        env._("No product, lot, bin or transfer has it."),
        env._("Check that you scanned the right label, or have the barcode entered on the product."),
    )


def not_understood(env, parts):
    """Why, beside what a code did: its parts that nobody knows were left out."""
    return env._("Not understood in this code and left out: %(parts)s.", parts=", ".join(parts))


def ambiguous_code(env, code, names):
    return Refusal(
        "ambiguous_code", env._("%(code)s is not unique.", code=code),
        env._("It belongs to: %(names)s.", names=", ".join(names)),
        env._("Have the double barcode corrected; until then enter the internal reference."),
    )


def package_code(env, code):
    return Refusal(
        "package_code", env._("%(code)s is a package.", code=code),
        env._("Whole packages are not counted on this page."),
        env._("Scan the products in it, or move the package on the transfer's form."),
    )


# === REFUSALS: THE TRANSFER === #

def already_done(env, name, who, when):
    if who:
        what = env._("%(name)s was already validated by %(who)s on %(when)s.", name=name, who=who, when=when)
    else:
        what = env._("%(name)s was already validated on %(when)s.", name=name, when=when)
    return Refusal(
        "already_done", what, env._("A finished transfer takes no more scans."),
        env._("Choose another transfer. To bring goods back, make a return."),
    )


def not_open(env, name, state):
    return Refusal(
        "not_open", env._("%(name)s cannot be scanned: %(state)s.", name=name, state=state),
        env._("Only confirmed transfers can be scanned."),
        env._("Choose another transfer, or confirm this one first."),
    )


def bad_request(env, detail):
    return Refusal(
        "bad_request", env._("The scan page sent something unusable: %(detail)s.", detail=detail),
        todo=env._("Reload the page and try again."),
    )


def odoo_says(env, text):
    return Refusal(
        "odoo", text, todo=env._("Open the transfer's form and mend it there, then scan on."),
    )


def question_open(env, title):
    return Refusal(
        "question_open", env._("Validating asks something that this page cannot answer: %(title)s.", title=title),
        todo=env._("Open the transfer's form and validate it there."),
    )


def no_transfer(env, code):
    return Refusal(
        "no_transfer", env._("No open transfer for %(code)s.", code=code),
        env._("It is no transfer, no source document, and no product that waits."),
        env._("Scan the number on the transfer's paper, or choose it in the list."),
    )


# === REFUSALS: PRODUCT AND LOT === #

def wrong_product(env, product, picking):
    return Refusal(
        "wrong_product", env._("%(product)s does not belong here.", product=product.display_name),
        env._("Transfer %(name)s does not ask for it.", name=picking.name),
        env._("Put it back, or choose the transfer that it belongs to."),
    )


def product_first(env, code):
    return Refusal(
        "product_first", env._("Scan the product before %(code)s.", code=code),
        env._("This code fits no product of the transfer; if it is a new lot, it must be clear of which product."),
        env._("Scan the product's barcode, then the lot or serial number."),
    )


def too_much(env, product, expected, counted, extra):
    return Refusal(
        "too_much", env._("Too much of %(product)s.", product=product.display_name),
        env._("Expected %(expected)s, counted %(counted)s, this would add %(extra)s.",
              expected=expected, counted=counted, extra=extra),
        env._("Set the surplus aside and tell purchasing or sales, or have the quantity of the transfer changed."),
    )


def bad_quantity(env, unit):
    return Refusal(
        "bad_quantity", env._("This is not a usable quantity."),
        env._("It must be a number from 0 to 1,000,000,000 in steps that the unit %(unit)s allows.", unit=unit),
        env._("Enter the quantity again."),
    )


def quantity_moved_on(env, product, counted):
    return Refusal(
        "quantity_moved_on", env._("Somebody else counted %(product)s meanwhile.", product=product.display_name),
        env._("The count is now %(counted)s.", counted=counted),
        env._("Look at the new count and enter the quantity again."),
    )


def counted_elsewhere(env, product):
    return Refusal(
        "counted_elsewhere", env._("%(product)s cannot be lowered that far.", product=product.display_name),
        env._("A part of it was not counted by scanning but entered on the transfer's form, or changed there since."),
        env._("Correct it on the transfer's form."),
    )


def serial_is_one(env, product):
    return Refusal(
        "serial_is_one", env._("%(product)s has serial numbers.", product=product.display_name),
        env._("Each piece is counted by its own serial number."),
        env._("Scan the serial number of every piece."),
    )


def serial_twice(env, serial):
    return Refusal(
        "serial_twice", env._("Serial number %(serial)s was already counted.", serial=serial),
        env._("A serial number belongs to one single piece."),
        env._("Scan the next piece. If two pieces carry this number, set one aside and tell quality."),
    )


def serial_in_stock(env, serial, place):
    return Refusal(
        "serial_in_stock", env._("Serial number %(serial)s is already in stock.", serial=serial),
        env._("It lies in %(place)s.", place=place),
        env._("Check the label; if it is right, set the piece aside and tell quality."),
    )


def lot_of_other_product(env, lot, product):
    return Refusal(
        "wrong_lot", env._("%(lot)s is a lot of %(other)s.", lot=lot.name, other=lot.product_id.display_name),
        env._("You are counting %(product)s.", product=product.display_name),
        env._("Scan the lot that is printed on this product, or the product that you hold."),
    )


def lot_unknown(env, name, product):
    return Refusal(
        "lot_unknown", env._("%(product)s has no lot %(lot)s.", product=product.display_name, lot=name),
        env._("This kind of transfer does not allow new lots."),
        env._("Scan a lot that exists; if the label is right, have the lot created first."),
    )


def lot_exists(env, name, product):
    return Refusal(
        "lot_exists", env._("%(product)s already has the number %(lot)s.", product=product.display_name, lot=name),
        env._("This kind of transfer takes new numbers only."),
        env._("Check the label; if it is right, set the piece aside and tell quality."),
    )


# === REFUSALS: BIN AND STOCK === #

def bin_first(env, product, bins):
    return Refusal(
        "bin_first", env._("Scan the bin first."),
        env._("%(product)s lies in several bins: %(bins)s.", product=product.display_name, bins=", ".join(bins)),
        env._("Scan the bin that you take it from, then the product."),
    )


def bin_not_allowed(env, location, allowed):
    return Refusal(
        "bin_not_allowed", env._("%(bin)s does not belong to this transfer.", bin=location.display_name),
        env._("Allowed is what lies under: %(places)s.", places=", ".join(allowed)),
        env._("Scan a bin under one of these."),
    )


def not_a_bin(env, location):
    return Refusal(
        "not_a_bin", env._("%(bin)s holds no goods.", bin=location.display_name),
        env._("It only groups other locations."), env._("Scan the bin itself."),
    )


def not_enough(env, product, lot_name, location, free, elsewhere):
    what = env._("%(product)s, lot %(lot)s: not enough in %(bin)s.", product=product.display_name, lot=lot_name,
                 bin=location.display_name) if lot_name else \
        env._("%(product)s: not enough in %(bin)s.", product=product.display_name, bin=location.display_name)
    if elsewhere:
        todo = env._("Take what is reserved for this transfer: %(places)s.", places="; ".join(elsewhere))
    else:
        todo = env._("Scan another bin or lot, or check the availability of the transfer.")
    return Refusal(
        "wrong_lot" if lot_name else "not_enough", what,
        env._("Free there: %(free)s. The rest is not there or is reserved for others.", free=free), todo,
    )


# === REFUSALS: END AND UNDO === #

def nothing_counted(env):
    return Refusal(
        "nothing_counted", env._("Nothing was counted yet."),
        env._("A transfer is validated with what was scanned."), env._("Scan the goods first."),
    )


def nothing_to_undo(env):
    return Refusal(
        "nothing_to_undo", env._("You have no scan to take back here."),
        todo=env._("Only your own scans of this transfer can be taken back."),
    )


def cannot_undo(env):
    return Refusal(
        "cannot_undo", env._("The last scan cannot be taken back."),
        env._("Its line was changed on the transfer's form since."), env._("Correct it on the transfer's form."),
    )


# === WHAT WENT WELL === #

def counted(env, product, done, expected, unit, lot_name="", other_lot=False):
    name = env._("%(product)s, %(lot)s", product=product.display_name, lot=lot_name) if lot_name \
        else product.display_name
    what = env._("%(name)s: %(done)s of %(expected)s %(unit)s", name=name, done=done, expected=expected, unit=unit)
    if other_lot:
        return message("counted", what, env._("Taken instead of what was reserved."), level="warning")
    return message("counted", what)


def lot_wanted(env, product):
    if product.tracking == "serial":
        return message("lot_wanted", product.display_name, todo=env._("Now scan the serial numbers."), level="info")
    return message("lot_wanted", product.display_name, todo=env._("Now scan the lot."), level="info")


def bin_chosen(env, location, taking):
    if taking:
        return message("bin", location.display_name, todo=env._("Now scan what you take from it."), level="info")
    return message("bin", location.display_name, todo=env._("Now scan what you put into it."), level="info")


def placed(env, location):
    return message("placed", env._("Put into %(bin)s.", bin=location.display_name))


def undone(env, what):
    return message("undone", env._("Taken back: %(what)s", what=what), level="warning")


def assigned(env):
    return message("assigned", env._("Availability checked."), level="info")


def validated(env, name, backorder):
    if backorder:
        return message("validated", env._("%(name)s is done. The rest waits in %(backorder)s.",
                                          name=name, backorder=backorder))
    return message("validated", env._("%(name)s is done.", name=name))


def backorder_question(env):
    return message(
        "backorder", env._("Not everything was counted."),
        todo=env._("Keep the rest for later, or close the transfer without it?"), level="warning",
    )
