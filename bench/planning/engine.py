"""How long the engine takes and how much memory it needs, by the size of the factory.

    python bench/planning/engine.py [--factor 5] [SIZE ...]

Each size runs in a process of its own, so that its peak memory is its own. Time is the best of several runs on one core, by the
processor's clock and by the wall's: checking, netting, pegging, promises and advice, everything but making the factory up. The
exponent is fitted to the processor's time against size, from 10,000 items on.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import platform
import resource
import sys
import time

import numpy as np
import psms_engine
from factory import factory

SIZES = (1_000, 10_000, 20_000, 50_000, 100_000)
LEAST_OF_GROWTH = 10_000


def measure(size: int, demands: int) -> dict[str, float]:
    plan_input = factory(size, demands)
    before = _memory()
    seconds, processor = [], []
    for _run in range(max(3, min(50, 50_000 // size))):
        begin, cpu = time.perf_counter(), time.process_time()
        result = psms_engine.plan(plan_input)
        seconds.append(time.perf_counter() - begin)
        processor.append(time.process_time() - cpu)
        orders, pegs = len(result.planned), len(result.pegs)
        # two answers at once would count twice in the peak
        del result
    return {
        "items": size,
        "demands": demands,
        "orders": orders,
        "pegs": pegs,
        "seconds": min(seconds),
        "cpu s": min(processor),
        "factory MB": round(before),
        "peak MB": round(_memory()),
    }


def _memory() -> float:
    """The most memory this process has had, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _cell(value: float) -> str:
    return f"{value:12d}" if isinstance(value, int) else f"{value:12.3f}"


def exponent(rows: list[dict[str, float]]) -> float:
    """Of the power of the size with which time grows."""
    sizes = [math.log(row["items"]) for row in rows]
    return float(np.polyfit(sizes, [math.log(row["cpu s"]) for row in rows], 1)[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", metavar="SIZE", nargs="*", type=int, default=SIZES, help="number of items")
    parser.add_argument("--factor", type=float, default=5, help="demands for each item (default: 5)")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, numpy {np.__version__}, {platform.machine()}")
    rows = []
    for size in options.sizes:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            rows.append(pool.apply(measure, (size, int(size * options.factor))))
        if len(rows) == 1:
            print("".join(f"{name:>12}" for name in rows[0]))
        print("".join(_cell(value) for value in rows[-1].values()), flush=True)
    large = [row for row in rows if row["items"] >= LEAST_OF_GROWTH]
    if len(large) > 1:
        span = f"{large[0]['items']:,} to {large[-1]['items']:,} items"
        print(f"time grows as size to the power of {exponent(large):.2f} from {span}")


if __name__ == "__main__":
    main()
