/**
 * The arithmetic of the item board: documents of single days added up into columns of days, weeks or months.
 *
 * Days are ISO texts all the way: they compare and sort as they are.
 */
const { DateTime } = luxon;

export const REQUIREMENTS = ["sale", "component", "dependent", "forecast", "other"];
export const RECEIPTS = ["open", "firm", "planned"];

/** Columns of a horizon: what lies before its first day, then one for each day, week or month. */
export function makeBuckets(start, days, scale, weekStart = 1) {
    const first = DateTime.fromISO(start);
    const end = first.plus({ days });
    const buckets = [{ key: "overdue", from: null, to: start, overdue: true }];
    for (let from = first; from < end; ) {
        const to = nextBegin(from, scale, weekStart);
        buckets.push({ key: from.toISODate(), from: from.toISODate(), to: to.toISODate() });
        from = to;
    }
    return buckets;
}

function nextBegin(day, scale, weekStart) {
    if (scale === "day") {
        return day.plus({ days: 1 });
    }
    if (scale === "month") {
        return day.startOf("month").plus({ months: 1 });
    }
    return day.plus({ days: 7 - ((day.weekday - weekStart + 7) % 7) });
}

/** The place of a day among buckets in order; past the last one it is -1. */
export function placeOf(buckets, day) {
    let low = 0;
    let high = buckets.length - 1;
    while (low <= high) {
        const middle = (low + high) >> 1;
        const bucket = buckets[middle];
        if (bucket.from !== null && day < bucket.from) {
            high = middle - 1;
        } else if (day >= bucket.to) {
            low = middle + 1;
        } else {
            return middle;
        }
    }
    return -1;
}

/** What happens to an item: one entry for each document and row of the grid. */
export function makeEntries(data) {
    const entries = data.documents.map((document) => ({
        row: document.row,
        day: document.date,
        quantity: document.quantity,
        document,
    }));
    for (const order of data.orders) {
        // The goods count from the day on which they are there, not from the one on which they should be.
        const row = order.state === "planned" ? "planned" : "firm";
        entries.push({ row, day: order.finish, quantity: order.quantity, order });
        if (order.state !== "released") {
            entries.push({ row: "release", day: order.release, quantity: order.quantity, order });
        }
    }
    return entries;
}

/**
 * Add up entries by row and bucket.
 *
 * @returns {Object} {row: [{quantity, entries}]} for each row of the grid, with "requirement" for all requirements, and
 *  "projected": [{quantity, lowest}], the stock at the end of a bucket and the least within it
 */
export function fillGrid(buckets, entries, onHand) {
    const rows = {};
    for (const row of ["requirement", ...REQUIREMENTS, ...RECEIPTS, "release"]) {
        rows[row] = buckets.map(() => ({ quantity: 0, entries: [] }));
    }
    const changes = buckets.map(() => new Map());
    for (const entry of entries) {
        const place = placeOf(buckets, entry.day);
        if (place < 0) {
            continue;
        }
        const isRequirement = REQUIREMENTS.includes(entry.row);
        for (const row of isRequirement ? [entry.row, "requirement"] : [entry.row]) {
            rows[row][place].quantity += entry.quantity;
            rows[row][place].entries.push(entry);
        }
        if (entry.row !== "release") {
            const sign = isRequirement ? -1 : 1;
            changes[place].set(entry.day, (changes[place].get(entry.day) || 0) + sign * entry.quantity);
        }
    }
    rows.projected = project(changes, onHand);
    return rows;
}

function project(changes, onHand) {
    let stock = onHand;
    return changes.map((days) => {
        let lowest = days.size ? Infinity : stock;
        for (const day of [...days.keys()].sort()) {
            stock = tidy(stock + days.get(day));
            lowest = Math.min(lowest, stock);
        }
        return { quantity: stock, lowest };
    });
}

/** Without the dust that sums of fractions leave. */
export function tidy(value) {
    return Math.round(value * 1e6) / 1e6 + 0;
}

/** How a projected stock looks: "short" below zero, "low" below the safety stock, else "good". */
export function level(lowest, safety) {
    return lowest < 0 ? "short" : lowest < safety ? "low" : "good";
}

/** Columns up to the last one in which anything happens, and a few at least. */
export function cutBuckets(buckets, entries, least = 14) {
    const last = entries.reduce((place, entry) => Math.max(place, placeOf(buckets, entry.day)), 0);
    const shown = buckets.slice(0, Math.max(last + 2, least));
    return entries.some((entry) => placeOf(buckets, entry.day) === 0) ? shown : shown.slice(1);
}
