import {getStartOfLocalWeek} from "@web/core/l10n/dates";

const {DateTime} = luxon;
const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;

/** To how many minutes a drag keeps; nothing: to whole days. */
export const STEPS = {day: 15, week: 30, fortnight: 30, month: null};

const LENGTHS = {day: {days: 1}, week: {days: 7}, fortnight: {days: 14}};

/**
 * Which days a scale shows around a date.
 *
 * @param {"day" | "week" | "fortnight" | "month"} scale
 * @param {DateTime} date
 * @returns {{start: DateTime, stop: DateTime}} midnights, the last one excluded
 */
export function period(scale, date) {
    if (scale === "month") {
        const start = date.startOf("month");
        return {start, stop: start.plus({months: 1})};
    }
    const start = scale === "day" ? date.startOf("day") : getStartOfLocalWeek(date);
    return {start, stop: start.plus(LENGTHS[scale])};
}

/** The date that the next board of a scale is around, or the one before by -1. */
export function step(scale, date, direction) {
    const length = scale === "month" ? {months: 1} : LENGTHS[scale];
    return direction > 0 ? date.plus(length) : date.minus(length);
}

/** From midnight, in hours of the clock; what ends at midnight ends at 24. */
function clock(ms, end = false) {
    const moment = DateTime.fromMillis(ms);
    const hours = moment.hour + moment.minute / 60;
    return end && !hours ? 24 : hours;
}

/**
 * Which hours of the days are worth showing: nights are left out, unless something
 * begins or ends there.
 *
 * @param {{start: number, stop: number}[]} spans working hours and reservations, in ms
 * @param {{start: DateTime, stop: DateTime}} shown
 * @returns {{from: number, to: number}}
 */
export function shownHours(spans, shown) {
    const [first, last] = [shown.start.toMillis(), shown.stop.toMillis()];
    let [from, to] = [8, 18];
    for (const {start, stop} of spans) {
        if (start >= first && start < last) {
            from = Math.min(from, Math.floor(clock(start)));
            to = Math.max(to, Math.floor(clock(start)) + 1);
        }
        if (stop > first && stop <= last) {
            to = Math.max(to, Math.ceil(clock(stop, true)));
            from = Math.min(from, Math.ceil(clock(stop, true)) - 1);
        }
    }
    return {from, to};
}

/** When the clock shows an hour of the day of a moment. */
function hourOf(moment, hour) {
    const day = moment.startOf("day");
    return (hour === 24 ? day.plus({days: 1}) : day.set({hour})).toMillis();
}

/**
 * Columns of a board: days, or the hours of one day. A day with a change of the clock
 * has an hour more or less, and is as wide as the others.
 *
 * @param {string} scale
 * @param {{start: DateTime, stop: DateTime}} shown
 * @param {{from: number, to: number}} hours shown of each day
 * @returns {{from: number, to: number}[]} in ms
 */
export function columnsOf(scale, shown, hours) {
    const columns = [];
    for (let day = shown.start; day < shown.stop; day = day.plus({days: 1})) {
        const [from, to] = [hourOf(day, hours.from), hourOf(day, hours.to)];
        if (scale !== "day") {
            columns.push({from, to});
            continue;
        }
        for (let hour = from; hour < to; hour += HOUR) {
            columns.push({from: hour, to: Math.min(hour + HOUR, to)});
        }
    }
    return columns;
}

/**
 * Where a moment stands on a board.
 *
 * @returns {number} from 0 to 1; what is not shown stands at the edge beside it
 */
export function position(columns, ms) {
    // a bar has two ends, and a board thousands of bars
    let [low, high] = [0, columns.length];
    while (low < high) {
        const middle = (low + high) >> 1;
        if (columns[middle].to <= ms) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const column = columns[low];
    if (!column) {
        return 1;
    }
    const rest = Math.max(0, (ms - column.from) / (column.to - column.from));
    return (low + rest) / columns.length;
}

/** The moment at a place from 0 to 1; the other way round than position. */
export function momentAt(columns, place) {
    const within = Math.min(Math.max(place, 0), 1) * columns.length;
    const number = Math.min(Math.floor(within), columns.length - 1);
    const {from, to} = columns[number];
    return from + (within - number) * (to - from);
}

/** Where a step begins or ends: the one that a moment is in, or the nearest. */
function snap(columns, scale, ms, round) {
    const place = position(columns, ms) * columns.length;
    const {from, to} = columns[Math.min(Math.floor(place), columns.length - 1)];
    const length = STEPS[scale] * MINUTE;
    return Math.min(from + round((ms - from) / length) * length, to);
}

/**
 * What a drag over free time reserves, between two moments in any order.
 *
 * @returns {{start: number, stop: number}} at least a step
 */
export function drawn(columns, scale, one, other) {
    const [first, last] = [Math.min(one, other), Math.max(one, other)];
    if (!STEPS[scale]) {
        // whole days, whichever hours of them are shown
        const [from, to] = [first, last].map((ms) => DateTime.fromMillis(ms));
        return {start: hourOf(from, 0), stop: hourOf(to, 24)};
    }
    const start = snap(columns, scale, first, Math.floor);
    // whoever draws to a line between two steps means that line
    const stop = snap(columns, scale, last, Math.round);
    return {start, stop: Math.max(stop, snap(columns, scale, start + 1, Math.ceil))};
}

/** What a click on free time proposes: an hour, or the day where days are steps. */
export function clicked(columns, scale, ms) {
    const {start, stop} = drawn(columns, scale, ms, ms);
    return {start, stop: STEPS[scale] ? start + HOUR : stop};
}

/** Days and minutes from where a bar was taken hold of to where it is. */
function shift(scale, held, now) {
    const [from, to] = [DateTime.fromMillis(held), DateTime.fromMillis(now)];
    const days = Math.round(to.startOf("day").diff(from.startOf("day"), "days").days);
    if (!STEPS[scale]) {
        return {days};
    }
    // within a day by what passes, to another day by what the clock shows
    const minutes = days ? (clock(now) - clock(held)) * 60 : (now - held) / MINUTE;
    return {days, minutes: Math.round(minutes / STEPS[scale]) * STEPS[scale]};
}

/**
 * Where a bar goes that is pulled from one moment to another; it keeps its length by the
 * clock, so that two days stay two days when an hour is left out.
 */
export function moved(scale, span, held, now) {
    const start = DateTime.fromMillis(span.start);
    const length = DateTime.fromMillis(span.stop).diff(start, ["days", "minutes"]);
    const first = start.plus(shift(scale, held, now));
    return {start: first.toMillis(), stop: first.plus(length).toMillis()};
}

/**
 * Where a bar ends, or begins, when that end of it is pulled; a step is left at least.
 *
 * @param {"start" | "stop"} end
 */
export function stretched(scale, span, end, held, now) {
    const length = (STEPS[scale] || 24 * 60) * MINUTE;
    const shifted = DateTime.fromMillis(span[end]).plus(shift(scale, held, now));
    // a reservation shorter than a step may keep its length, and no less
    const least = Math.min(length, span.stop - span.start);
    return end === "stop"
        ? {start: span.start, stop: Math.max(shifted.toMillis(), span.start + least)}
        : {start: Math.min(shifted.toMillis(), span.stop - least), stop: span.stop};
}
