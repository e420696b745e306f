import {position} from "./board_range";

const percent = (part) => `${Math.round(part * 1e5) / 1e3}%`;

/**
 * Where a bar stands, as a style.
 *
 * @param {{from: number, to: number}[]} columns
 */
export function placed(columns, start, stop) {
    const left = position(columns, start);
    return `left: ${percent(left)}; width: ${percent(position(columns, stop) - left)};`;
}

/**
 * Working hours made whole days, where the hours themselves would be mere stripes.
 *
 * @returns {{start: number, stop: number}[]}
 */
export function wholeDays(columns, open) {
    return columns
        .filter(({from, to}) =>
            open.some((span) => span.start < to && span.stop > from)
        )
        .map(({from, to}) => ({start: from, stop: to}));
}

/**
 * The ground of a row: shaded where nobody works. One style instead of an element for
 * each night.
 *
 * @param {{from: number, to: number}[]} columns
 * @param {{start: number, stop: number}[]} open working hours, in their order
 * @returns {string} a CSS image
 */
export function shade(columns, open) {
    const stops = [];
    let closed = 0;
    for (const {start, stop} of open) {
        const [from, to] = [position(columns, start), position(columns, stop)];
        if (from > closed) {
            stops.push(`var(--board-closed) ${percent(closed)} ${percent(from)}`);
        }
        if (to > from) {
            stops.push(`transparent ${percent(from)} ${percent(to)}`);
        }
        closed = Math.max(closed, to);
    }
    if (closed < 1) {
        stops.push(`var(--board-closed) ${percent(closed)} 100%`);
    }
    return `linear-gradient(90deg, ${stops.join(", ")})`;
}
