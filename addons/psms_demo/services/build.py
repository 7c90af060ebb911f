"""Puts the factory together; `build` is what everybody calls."""
import logging
from datetime import date
from types import SimpleNamespace

from . import begun, bills, company, customers, open_documents, people, products, vendors, warehouse
from .clock import travel
from .dates import TIME_ZONE, at
from .history import History
from .places import CENTRE, Places
from .story import WEEKS, tell
from .translate import activate_languages

_logger = logging.getLogger(__name__)

# Reference of the company's partner: says that the factory is there, and as of which day.
MARK = "DEMO "

# Six months of documents without a chatter line for each change: nobody reads them, and they take half the time.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "mail_notify_force_send": False,
    "lang": "en_US",
    "tz": TIME_ZONE,
}


def built_on(env):
    """The day that the factory in this database was built for, or None."""
    marks = env["res.partner"].search([("ref", "=like", f"{MARK}%"), ("name", "=", company.COMPANY_NAME)])
    return date.fromisoformat(marks[0].ref.removeprefix(MARK)) if marks else None


def build(env, today, weeks=WEEKS):
    """Build the demo factory as it stands on the morning of `today`, with `weeks` weeks of history.

    Equal arguments give equal factories. Does nothing and returns False where it was built before.
    """
    if built_on(env):
        _logger.info("The demo factory is there already, nothing to build.")
        return False
    people.check_logins_are_free(env)
    env = env(context={**env.context, **QUIET})
    story = tell(today, weeks)
    workdays = story.workdays
    with travel(env.cr) as clock:
        clock.set(at(workdays.first, 7))
        factory = _set_up(env, story, clock)
        factory.company.partner_id.ref = f"{MARK}{today}"
        _logger.info("Demo factory: master data done.")
        History(factory, story).run()
        _logger.info("Demo factory: %s weeks of history done.", weeks)
        clock.set(at(workdays[workdays.today - 1], 18))
        open_documents.make(factory)
        # From today on the factory counts on its figures: what is not there can't be taken.
        factory.company.psms_negative_stock = "refused"
        begun.fill_pick_faces(factory)
        begun.recall(factory)
        begun.count_packaging(factory)
        clock.set(at(workdays[workdays.today - 1], 18))
        env.flush_all()
        _date_by_creation(factory)
        warehouse.set_up(factory, today)
    _logger.info("Demo factory: done.")
    return True


def _set_up(env, story, clock):
    """Everything that was there before the first day of the history."""
    workdays = story.workdays
    activate_languages(env)
    firm = company.set_up_company(env)
    # Every record below is the factory's own, also where other companies are in the database.
    env = env(context={**env.context, "allowed_company_ids": firm.ids})
    firm = firm.with_env(env)
    bank, accounts = company.set_up_accounting(env, firm)
    terms = company.payment_terms(env)
    users = people.make_people(env, firm)
    places = Places(env, firm)
    goods = products.make_products(env, products.make_categories(env, accounts))
    calendars = bills.make_calendars(env, firm, workdays.first, workdays[len(workdays)])
    centres = bills.make_work_centres(env, firm, calendars)
    boms = bills.make_bills(env, firm, places, goods, centres)
    bills.set_standard_costs(goods)
    places.store(goods)
    places.supply(goods)
    # what is sold leaves from the centre
    users["sales"].with_company(firm).property_warehouse_id = places.warehouses[CENTRE]
    sellers = vendors.make_vendors(env, terms)
    vendors.make_prices(env, firm, goods, sellers)
    buyers = customers.make_customers(env, terms, customers.make_price_lists(env, firm), users["sales"])
    return SimpleNamespace(
        env=env, company=firm, bank=bank, people=users, places=places, products=goods, centres=centres,
        bills=boms, vendors=sellers, customers=buyers, workdays=workdays, rng=story.rng, clock=clock,
    )


def _date_by_creation(factory):
    """Put right the dates that took the true time.

    Odoo gives reservations and messages their date by a default that was bound before the clock was set.
    """
    now = factory.clock.now
    for model in ("stock.move.line", "mail.message"):
        records = factory.env[model].search([("create_date", "<=", now), ("date", ">", now)])
        for moment, group in records.grouped("create_date").items():
            group.date = moment
    factory.env.flush_all()
