"""What the supervisor of the warehouses has set up: classes of the goods, counts that are due or begun, the age of the stock."""
from odoo.addons.psms_ageing.services import age_refresh, slow_stock
from odoo.addons.psms_count.services.plan import make_count
from odoo.addons.psms_stock.services import classes

from . import begun
from .places import CENTRE, SHUNDE
from .translate import name_in_chinese

# (warehouse, English and Chinese name, how things are chosen)
COUNT_PLANS = [
    (SHUNDE, "A parts every month", "A 类物料每月盘点", {"method": "abc", "period_days": 30}),
    (SHUNDE, "Everything twice a year", "全部物料每半年盘点", {"method": "all", "period_days": 182, "every_days": 7}),
    (CENTRE, "Finished goods, random sample", "成品随机抽盘", {"method": "random", "every_days": 7, "lines_per_day": 5}),
]


def set_up(factory, today):
    """Do what the crons of the warehouse would have done by this morning, and hand out the first counts."""
    env, warehouses = factory.env, factory.places.warehouses
    for warehouse in warehouses.values():
        classes.compute(env, warehouse, today)
    plans = env["psms.count.plan"].create([
        {"name": name, "warehouse_id": warehouses[code].id, "start_date": today, "next_date": today, **values}
        for code, name, _chinese, values in COUNT_PLANS
    ])
    name_in_chinese(plans, [chinese for _code, _name, chinese, _values in COUNT_PLANS])
    _parts, everything, finished = (make_count(plan, today) for plan in plans)
    evening = factory.clock.now
    begun.begin_counts(factory, everything, finished)
    factory.clock.set(evening)
    age_refresh.refresh(env)
    slow_stock.evaluate(env, factory.company, factory.clock.now)
