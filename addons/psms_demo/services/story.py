"""The story of a day: every order, lot and truck, worked out before anything is written. Pure."""
import random
from dataclasses import dataclass

from . import surprises
from .dates import Workdays
from .demand import make_sales
from .supply import Planner

SEED = 20190601
WEEKS = 26
ORDERS_PER_WEEK = 5.5


@dataclass
class Story:
    workdays: Workdays
    sales: list
    supply: object
    late: object  # the sales orders of surprises.py
    short: object
    rng: random.Random  # what is left to chance in the workshop: times and scrap


def tell(today, weeks=WEEKS):
    """The story as it stands on the morning of `today`. Equal arguments tell the same story."""
    workdays = Workdays(today, weeks)
    rng = random.Random(f"{SEED}/{today}/{weeks}")
    sales = make_sales(rng, workdays, ORDERS_PER_WEEK)
    supply = Planner(rng, workdays, sales).plan()
    late, short = surprises.add(workdays, sales, supply)
    return Story(workdays, sales, supply, late, short, rng)
