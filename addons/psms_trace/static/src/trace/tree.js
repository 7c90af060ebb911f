/** The name of a node that can be unfolded, as services/trace.py: key_of says it. */
export function endKey(end) {
    if (end.product) {
        return `${end.used ? "used" : "free"}:${end.product}:${Math.min(...end.lines)}`;
    }
    return end.lines ? `op:${end.lot}:${Math.min(...end.lines)}` : `lot:${end.lot}`;
}

/**
 * The visible lines of a tree in which a lot may stand more than once: a line is known by its path.
 *
 * A lot below itself (rework makes circles) is shown and cannot be unfolded again. What stands below something that is
 * only possible is only possible too, though the same lot may be certain elsewhere in the tree.
 *
 * @param {Object[]} roots nodes
 * @param {Object} below {key: {nodes, total}}
 * @param {Object} open {path: true}
 */
export function openLines(roots, below, open) {
    const lines = [];
    const add = (nodes, prefix, depth, above, reckoned) => {
        nodes.forEach((node, index) => {
            const path = prefix ? `${prefix}.${index}` : `${index}`;
            const key = node.end && endKey(node.end);
            const circle = Boolean(key) && above.includes(key);
            const possible = reckoned || node.possible;
            lines.push({ node, path, depth, key, circle, possible });
            if (key && open[path] && !circle) {
                const page = below[key] || { nodes: [], total: 0 };
                add(page.nodes, path, depth + 1, [...above, key], possible);
                if (page.total > page.nodes.length) {
                    lines.push({ more: node, path: `${path}.more`, depth: depth + 1, key, missing: page.total - page.nodes.length });
                }
            }
        });
    };
    add(roots, "", 0, [], false);
    return lines;
}

/** The ends that lines still have to ask the server about, each once. */
export function unknownEnds(lines, below) {
    const ends = new Map();
    for (const { node, key, circle } of lines) {
        if (key && !circle && !(key in below)) {
            ends.set(key, node.end);
        }
    }
    return [...ends.values()];
}
