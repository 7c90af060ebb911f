"""What people of the warehouses have begun by this morning: shelves that are filled, counts, and recalls."""
from odoo.fields import Command

from odoo.addons.psms_stock.services import pick_face
from odoo.addons.psms_trace.services import recall as recall_steps
from odoo.addons.psms_trace.services import recall_mail
from odoo.addons.psms_trace.services.reach import reach

from .dates import at
from .moving import deliver
from .places import CENTRE, SHUNDE
from .translate import name_in_chinese

PICK_ZONE = ("PF", "Pick faces 拣货位", "Pick faces", "拣货位")
# (product, least, most): of those of which the centre has most two are filled, one is on its way, one waits for somebody
PICK_FACES = [("HY-RC30", 10, 60), ("HY-KT15", 10, 60), ("HY-FN40", 10, 40), ("HY-KT17", 10, 60)]
FILLED, ON_THE_WAY = 2, 3
SHORT_LABELS = 25  # rating labels that a count of the packaging did not find
SHORT_PIECES = 2  # finished goods that both people who counted them did not find

# (products, days ago, what is wrong with one of their lots): the first recall runs, the second is only worked out
RUNNING = (("PC-RC40", "PC-FN90", "PC-KT17"), 6, "Cold solder joints, the board may lose power 虚焊，控制板可能断电")
ASKED = (("MT-DC24",), 2, "Vendor reports a batch of noisy motors 供应商通报一批电机异响")
ANSWER = "All sold on, our shops have been told 已全部售出，门店已通知"


def _on(factory, days_ago, hour, minute=0):
    workdays = factory.workdays
    factory.clock.set(at(workdays[max(0, workdays.today - days_ago)], hour, minute))
    return workdays[max(0, workdays.today - days_ago)]


def fill_pick_faces(factory):
    """Shelves near the door of the centre, filled from the racks by Odoo's own transfers."""
    env, places = factory.env, factory.places
    code, name, english, chinese = PICK_ZONE
    warehouse = places.warehouses[CENTRE]
    zone = env["psms.stock.zone"].create(
        {"name": english, "code": code, "kind": "pick_face", "warehouse_id": warehouse.id})
    name_in_chinese(zone, [chinese])
    area = env["stock.location"].create({
        "name": name, "location_id": warehouse.lot_stock_id.id, "usage": "internal", "company_id": factory.company.id,
        "barcode": f"{CENTRE}-{code}", "zone_own_id": zone.id})
    bins = env["stock.location"].create([
        {"name": f"{code}-01-{number}", "location_id": area.id, "usage": "internal", "company_id": factory.company.id,
         "barcode": f"{CENTRE}-{code}-01-{number}", "aisle": code, "rack": "01", "level": str(number), "walk_order": number}
        for number in range(1, len(PICK_FACES) + 1)
    ])
    faces = env["psms.stock.pick.face"].create([
        {"product_id": factory.products[product].id, "location_id": place.id, "source_id": places.area(CENTRE, "finished").id,
         "min_qty": least, "max_qty": most, "multiple": 5}
        for (product, least, most), place in zip(PICK_FACES, bins, strict=True)
    ])
    faces = faces.sorted("in_bulk", reverse=True)
    _on(factory, 1, 9)
    if brought := pick_face.fill(faces[:FILLED]):
        deliver(brought)
    _on(factory, 1, 16)
    pick_face.fill(faces[FILLED:ON_THE_WAY])


def count_packaging(factory):
    """A count that was approved and posted: a few labels were missing, two people found so."""
    env, people = factory.env, factory.people
    day = _on(factory, 1, 10)
    count = env["psms.count"].with_user(people["supervisor"]).create({
        "warehouse_id": factory.places.warehouses[SHUNDE].id, "date": day,
        "location_ids": [Command.set(factory.places.areas[SHUNDE, "PK"].ids)],
        "note": "Packaging 包材",
    })
    count.action_fill()
    count.action_start()
    label = factory.products["PK-LBL"]
    _count_twice(factory, count, {label: -SHORT_LABELS}, 10)
    count.line_ids.filtered(lambda line: line.product_id == label).reason_id = env.ref("psms_count.reason_not_booked_out")
    _on(factory, 1, 12)
    if count.state == "to_approve":
        count.action_approve()


def begin_counts(factory, stores, finished):
    """Of the counts that are due one is half done; of the other the differences wait for approval."""
    people = factory.people
    for count in stores | finished:
        count.date = _on(factory, 1, 14)
        count.with_user(people["supervisor"]).action_start()
    if stores:
        _enter(stores, people["store"], {}, stores.line_ids[:(len(stores.line_ids) + 1) // 2])
    if finished:
        product = finished.line_ids.product_id.sorted(lambda each: each.tracking != "none")[0]
        _count_twice(factory, finished, {product: -SHORT_PIECES}, 16)


def _count_twice(factory, count, off, hour):
    """What the first person finds to differ, another one counts again, and finds the same."""
    for minute, who in ((20, "store"), (50, "manager")):
        _on(factory, 1, hour, minute)
        if count.state in ("counting", "recount"):
            _enter(count, factory.people[who], off)
            count.with_user(factory.people[who]).action_finish()


def _enter(count, user, off, lines=None):
    """Count what waits as the book has it, but for the first line of some products."""
    off, entries = dict(off), []
    for line in (lines or count.line_ids).sudo():  # the story knows what the book says, who counts does not
        if line.state in ("open", "recount"):
            entries.append([line.id, max(0, line.book_qty + off.pop(line.product_id, 0))])
    count.with_user(user).psms_enter(entries)


def recall(factory):
    """A recall that runs, of goods that are all with customers, and one that nobody has decided about."""
    codes, days_ago, reason = RUNNING
    if lot := _delivered(factory, codes, is_left=False):  # to block it stops nobody's work
        _on(factory, days_ago, 10)
        running = _recall(factory, lot, reason)
        recall_steps.start(running)
        _tell(factory, running.customer_ids)
    codes, days_ago, reason = ASKED
    if lot := _delivered(factory, codes, is_left=True):
        _on(factory, days_ago, 15)
        recall_steps.analyse(_recall(factory, lot, reason))


def _recall(factory, lot, reason):
    return factory.env["psms.recall"].with_user(factory.people["inspector"]).create(
        {"reason": reason, "lot_ids": [Command.set(lot.ids)], "company_id": factory.company.id})


def _delivered(factory, codes, is_left):
    """The first lot of these that customers have, with what it went into, and of which something or nothing is left."""
    Quant, Lot = factory.env["stock.quant"], factory.env["stock.lot"]
    products = [factory.products[code].id for code in codes]
    for lot in Lot.search([("product_id", "in", products)], order="create_date, id"):
        made = ("lot_id", "in", list(reach(factory.env, lot.ids).levels))
        here = [made, ("location_id.usage", "in", ("internal", "transit")), ("quantity", "!=", 0)]
        delivered = [made, ("location_id.usage", "=", "customer")]
        if bool(Quant.search_count(here, limit=1)) == is_left and Quant.search_count(delivered, limit=1):
            return lot
    return Lot


def _tell(factory, customers):
    """One has answered, the next was called, the others have a draft of an e-mail."""
    _on(factory, RUNNING[1], 15)
    recall_mail.draft(customers[2:])
    recall_mail.mark_told(customers[:2])
    _on(factory, RUNNING[1] - 2, 11)
    customers[:1].answer = ANSWER
    recall_mail.mark_confirmed(customers[:1])
