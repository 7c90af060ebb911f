import { describe, expect, test } from "@odoo/hoot";
import { cutBuckets, fillGrid, level, makeBuckets, makeEntries, placeOf } from "@psms_production/item_board/buckets";
import { endOf, openLines } from "@psms_production/pegging/tree";

describe.current.tags("headless");

const START = "2026-01-07"; // a Wednesday

test("weeks begin with the rest of the first one", () => {
    const buckets = makeBuckets(START, 30, "week");
    expect(buckets[0]).toEqual({ key: "overdue", from: null, to: START, overdue: true });
    expect(buckets.slice(1, 4).map((bucket) => [bucket.from, bucket.to])).toEqual([
        ["2026-01-07", "2026-01-12"],
        ["2026-01-12", "2026-01-19"],
        ["2026-01-19", "2026-01-26"],
    ]);
});

test("weeks may begin on Sunday, months on their first day", () => {
    expect(makeBuckets(START, 30, "week", 7)[1].to).toBe("2026-01-11");
    expect(makeBuckets(START, 60, "month").map((bucket) => bucket.to)).toEqual([START, "2026-02-01", "2026-03-01", "2026-04-01"]);
    expect(makeBuckets(START, 3, "day").length).toBe(4);
});

test("a day finds its column", () => {
    const buckets = makeBuckets(START, 28, "week");
    expect(placeOf(buckets, "2025-12-31")).toBe(0);
    expect(placeOf(buckets, START)).toBe(1);
    expect(placeOf(buckets, "2026-01-11")).toBe(1);
    expect(placeOf(buckets, "2026-01-12")).toBe(2);
    expect(placeOf(buckets, "2027-01-01")).toBe(-1);
});

function example() {
    return {
        documents: [
            { id: 1, row: "sale", date: "2026-01-09", quantity: 8 },
            { id: 2, row: "dependent", date: "2026-01-13", quantity: 0.1 },
            { id: 3, row: "dependent", date: "2026-01-13", quantity: 0.2 },
            { id: 4, row: "open", date: "2026-01-10", quantity: 6 },
        ],
        orders: [
            { id: 5, state: "planned", quantity: 3, due: "2026-01-13", finish: "2026-01-20", release: "2026-01-02" },
            { id: 6, state: "firm", quantity: 2, due: "2026-01-14", finish: "2026-01-14", release: "2026-01-08" },
            { id: 7, state: "released", quantity: 1, due: "2026-01-14", finish: "2026-01-14", release: "2026-01-08" },
        ],
    };
}

test("figures add up by row, and stock runs on from column to column", () => {
    const buckets = makeBuckets(START, 28, "week");
    const rows = fillGrid(buckets, makeEntries(example()), 5);
    const figures = (name) => rows[name].slice(0, 4).map((cell) => cell.quantity);
    expect(figures("sale")).toEqual([0, 8, 0, 0]);
    expect(figures("open")).toEqual([0, 6, 0, 0]);
    // A late order counts on the day on which it is ready; what is released already is released no more.
    expect(figures("planned")).toEqual([0, 0, 0, 3]);
    expect(figures("firm")).toEqual([0, 0, 3, 0]);
    expect(figures("release")).toEqual([3, 2, 0, 0]);
    expect(rows.requirement[1].quantity).toBe(8);
    expect(figures("projected")).toEqual([5, 3, 5.7, 8.7]);
});

test("stock that falls short within a column is seen", () => {
    const rows = fillGrid(makeBuckets(START, 28, "week"), makeEntries(example()), 5);
    expect(rows.projected[1]).toEqual({ quantity: 3, lowest: -3 });
    expect(level(rows.projected[1].lowest, 4)).toBe("short");
    expect(level(3, 4)).toBe("low");
    expect(level(4, 4)).toBe("good");
});

test("every figure knows its documents", () => {
    const rows = fillGrid(makeBuckets(START, 28, "week"), makeEntries(example()), 5);
    expect(rows.requirement[2].entries.map((entry) => entry.document.id)).toEqual([2, 3]);
    expect(rows.release[0].entries.map((entry) => entry.order.id)).toEqual([5]);
});

test("columns end after what happens last, and overdue is there only where something is", () => {
    const buckets = makeBuckets(START, 365, "day");
    const entries = makeEntries(example());
    expect(cutBuckets(buckets, entries)[0].key).toBe("overdue");
    expect(cutBuckets(buckets, entries).at(-1).from).toBe("2026-01-21");
    expect(cutBuckets(buckets, []).length).toBe(13);
    expect(cutBuckets(buckets, [])[0].from).toBe(START);
});

test("a tree shows a node wherever it stands", () => {
    const [a, b, c] = ["a", "b", "c"].map((key) => ({ key }));
    const children = { a: [b, c], b: [c] };
    expect(openLines([a], children, {}).map((line) => line.path)).toEqual(["0"]);
    const lines = openLines([a], children, { 0: true, "0.0": true });
    expect(lines.map((line) => [line.node.key, line.depth])).toEqual([
        ["a", 0],
        ["b", 1],
        ["c", 2],
        ["c", 1],
    ]);
});

test("a key names the end of a peg", () => {
    expect(endOf("order:12")).toEqual({ order_id: 12 });
    expect(endOf("on_hand:3")).toBe(null);
    expect(endOf(undefined)).toBe(null);
});
