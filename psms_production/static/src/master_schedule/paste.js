import { parseFloat as parseNumber } from "@web/views/fields/parsers";

/**
 * Read a block of cells as a spreadsheet puts it on the clipboard: columns parted by tabs, rows by line ends.
 *
 * @param {string} text
 * @returns {{ cells: (number|null)[][], faults: string[] }} null where a cell is empty; texts that are no quantity
 */
export function readBlock(text) {
    const faults = [];
    const cells = text
        .replace(/\r\n?/g, "\n")
        .replace(/\n$/, "")
        .split("\n")
        .map((row) => row.split("\t").map((cell) => readQuantity(cell, faults)));
    return { cells, faults };
}

export function readQuantity(cell, faults) {
    const text = cell.trim();
    if (!text) {
        return null;
    }
    try {
        const quantity = parseNumber(text);
        if (quantity >= 0 && quantity < 1e12) {
            return quantity;
        }
    } catch {
        // said below, like what is negative
    }
    faults.push(text);
    return null;
}
