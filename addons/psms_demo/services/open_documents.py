"""What lies on the desks this morning besides the orders in progress.

Open sales orders, purchases and manufacturing orders come out of the history by themselves: whatever was
ordered or started and is not done. Here follow quotations, opportunities, a request for quotation, a draft
manufacturing order, and goods held in quarantine. What there is to find among it all stands in surprises.py.
"""
from datetime import timedelta

from odoo.fields import Command

from .catalogue import ITEMS, KIT
from .dates import at
from .moving import deliver
from .partners import CUSTOMERS
from .places import SHUNDE

# (customer, lines, working days ago, sent)
QUOTATIONS = [
    ("Lingnan", [("HY-RC30", 300), ("HY-KT15", 200)], 3, True),
    ("Jiale", [("HY-RC40W", 12), ("HY-RC40B", 8)], 2, True),
    ("Campus", [("HY-RC30", 120), (KIT[0], 30)], 2, False),
    ("Mekong", [("HY-FN40", 600)], 1, True),
    ("Nest Select", [("HY-FN90", 20), ("HY-KT17", 100)], 1, False),
]

# (English, Chinese, customer or new name, stage, expected revenue, probability, working days ago)
LEADS = [
    ("Rice cookers for a chain of breakfast shops", "早餐连锁店电饭煲采购", "Morning Bowl 晨碗早餐", 1, 86000, 10, 4),
    ("Kettles for 12 budget hotels", "12家快捷酒店电水壶", "Bright Stay", 2, 64000, 40, 11),
    ("Private label tower fan", "塔扇贴牌合作", "Gulf Home", 2, 420000, 30, 18),
    ("Spring campaign, starter sets", "春季入门套装促销", "Lele Livestream", 3, 150000, 60, 9),
    ("Fans for three factory dormitories", "三处工厂宿舍风扇", "Southern Apartments", 3, 98000, 70, 6),
    ("New shops in Fujian", "福建新门店铺货", "Seaside Shopping", 1, 120000, 15, 2),
    ("Distributor for Guizhou", "贵州经销商合作", "Qianhe Trading 黔和商贸", 1, 260000, 20, 13),
    ("Sample order, smart rice cooker", "智能电饭煲样品单", "Andes Hogar", 2, 38000, 35, 7),
    ("Year-end gifts for staff", "年终员工礼品", "Minsheng", 4, 72000, 100, 15),
    ("Kettle contract 2027", "水壶年度合同", "Everyday Mart", 4, 310000, 100, 24),
]
QUARANTINED, QUARANTINED_PIECES = "HW-GRL", 40


def make(factory):
    _quotations(factory)
    _opportunities(factory)
    _drafts(factory)
    _quarantine(factory)
    _work_in_progress(factory)
    _return_to_last_evening(factory)
    _reserve(factory)


def _work_in_progress(factory):
    """The first operation of what was started runs, and was stopped last evening."""
    orders = factory.env["mrp.production"].search([
        ("company_id", "=", factory.company.id), ("state", "=", "confirmed"),
        ("date_start", "<", _at(factory, 1, 15)),
    ])
    works = orders.workorder_ids.filtered(lambda work: work == work.production_id.workorder_ids[0])
    works.button_start()
    _at(factory, 1, 17)
    works.button_pending()


def _reserve(factory):
    """Reserve what is there for the open deliveries, the first promise first."""
    deliveries = factory.env["stock.picking"].search([
        ("company_id", "=", factory.company.id), ("picking_type_code", "=", "outgoing"), ("state", "=", "confirmed"),
    ], order="scheduled_date, id")
    if deliveries:
        deliveries.action_assign()


def _at(factory, days_ago, hour):
    """Move the clock to `hour` o'clock some working days before today and answer with that moment."""
    workdays = factory.workdays
    factory.clock.set(at(workdays[max(0, workdays.today - days_ago)], hour))
    return factory.clock.now


def _return_to_last_evening(factory):
    _at(factory, 1, 18)


def _customer(factory, name):
    for number, row in enumerate(CUSTOMERS):
        if row[0].startswith(name):
            return factory.customers[number]
    return factory.env["res.partner"]


def _quotations(factory):
    for customer, lines, days_ago, sent in QUOTATIONS:
        now = _at(factory, days_ago, 10)
        order = factory.env["sale.order"].create({
            "partner_id": _customer(factory, customer).id,
            "warehouse_id": factory.places.warehouses[SHUNDE].id,
            "date_order": now,
            "validity_date": (now + timedelta(days=30)).date(),
            "user_id": factory.people["sales"].id,
            "order_line": [
                Command.create({"product_id": factory.products[code].id, "product_uom_qty": quantity})
                for code, quantity in lines
            ],
        })
        if sent:
            order.action_quotation_sent()


def _opportunities(factory):
    stages = factory.env["crm.stage"].search([], order="sequence, id")
    for english, _chinese, customer, stage, revenue, probability, days_ago in LEADS:
        now = _at(factory, days_ago, 11)
        partner = _customer(factory, customer)
        lead = factory.env["crm.lead"].create({
            # The name of an opportunity is one text for everybody.
            "name": f"{english} {_chinese}",
            "type": "opportunity",
            "partner_id": partner.id,
            "partner_name": False if partner else customer,
            "user_id": factory.people["sales"].id,
            "stage_id": stages[min(stage, len(stages)) - 1].id if stage < len(stages) else stages[0].id,
            "expected_revenue": revenue,
            "probability": probability,
            "date_deadline": (now + timedelta(days=45)).date(),
        })
        if stage >= len(stages):
            lead.action_set_won()


def _drafts(factory):
    now = _at(factory, 1, 16)
    factory.env["purchase.order"].create({
        "partner_id": factory.vendors["packing"].id,
        "picking_type_id": factory.places.warehouses[SHUNDE].in_type_id.id,
        "date_order": now,
        "user_id": factory.people["planner"].id,
        "order_line": [Command.create({"product_id": factory.products["PK-MAN"].id, "product_qty": 2000})],
    })
    factory.env["mrp.production"].create({
        "product_id": factory.products["SA-LID"].id,
        "product_qty": 400,
        "bom_id": factory.bills["SA-LID"].id,
        "picking_type_id": factory.places.warehouses[SHUNDE].manu_type_id.id,
        "date_start": at(factory.workdays[factory.workdays.today + 2], 8),
        "user_id": factory.people["planner"].id,
    })


def _quarantine(factory):
    """Bent grilles found at the line wait for the inspector."""
    item = ITEMS[QUARANTINED]
    plant = item.plants[0]
    _at(factory, 1, 15)
    places, product = factory.places, factory.products[item.code]
    picking = factory.env["stock.picking"].create({
        "picking_type_id": places.warehouses[plant].int_type_id.id,
        "location_id": places.bins[plant, product].id,
        "location_dest_id": places.areas[plant, "QC"].id,
        "origin": "Bent wires 网丝变形",
        "user_id": factory.people["inspector"].id,
        "move_ids": [Command.create({
            "product_id": product.id,
            "product_uom_qty": QUARANTINED_PIECES,
            "location_id": places.bins[plant, product].id,
            "location_dest_id": places.areas[plant, "QC"].id,
        })],
    })
    picking.action_confirm()
    deliver(picking)
