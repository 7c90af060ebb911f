/**
 * The visible lines of a tree whose nodes may stand in it more than once: a line is known by its path.
 *
 * @param {Object[]} roots nodes with a key
 * @param {Object} children {key: nodes}
 * @param {Object} open {path: true}
 */
export function openLines(roots, children, open) {
    const lines = [];
    const add = (nodes, prefix, depth) => {
        nodes.forEach((node, index) => {
            const path = prefix ? `${prefix}.${index}` : `${index}`;
            lines.push({ node, path, depth });
            if (open[path]) {
                add(children[node.key] || [], path, depth + 1);
            }
        });
    };
    add(roots, "", 0);
    return lines;
}

/** The end of a peg that a key like "order:12" names, null for anything else. */
export function endOf(key) {
    const [, kind, number] = /^(order|supply|demand):(\d+)$/.exec(key || "") || [];
    return kind ? { [`${kind}_id`]: Number(number) } : null;
}
