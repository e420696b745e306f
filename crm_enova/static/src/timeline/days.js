import {_t} from "@web/core/l10n/translation";

const {DateTime} = luxon;

/** @param {string} iso an ISO date (a day, the same everywhere) or a moment in UTC */
export function toDay(iso) {
    return iso.length === 10 ? iso : DateTime.fromISO(iso).toLocal().toISODate();
}

/** The hour of a moment as the reader's clock shows it; nothing for a mere day. */
export function hourOf(iso) {
    if (iso.length === 10) {
        return "";
    }
    return DateTime.fromISO(iso).toLocal().toLocaleString(DateTime.TIME_SIMPLE);
}

/**
 * From when to when a burst lasted; one hour where it was over at once, nothing of mere
 * days.
 *
 * @param {Object[]} burst entries, newest first
 */
export function hoursOf(burst) {
    const hours = [burst.at(-1), burst[0]].map(({date}) => hourOf(date));
    return [...new Set(hours)].join("–");
}

/** @param {string} day ISO date */
export function dayLabel(day) {
    const today = DateTime.local().startOf("day");
    const distance = DateTime.fromISO(day).diff(today, "days").days;
    const words = {"-1": _t("Yesterday"), 0: _t("Today"), 1: _t("Tomorrow")};
    const word = words[Math.round(distance)];
    return word
        ? word.toString()
        : DateTime.fromISO(day).toLocaleString(DateTime.DATE_MED);
}

/**
 * @param {Object[]} entries sorted by date
 * @returns {{day: string, label: string, entries: Object[]}[]}
 */
export function groupByDay(entries) {
    const groups = [];
    for (const entry of entries) {
        const day = toDay(entry.date);
        if (groups.at(-1)?.day !== day) {
            groups.push({day, label: dayLabel(day), entries: []});
        }
        groups.at(-1).entries.push(entry);
    }
    return groups;
}

// What comes in bursts, and from how many of a day on it is folded.
const FOLDED = new Set(["message", "mailing", "file"]);
const BURST = 4;

/**
 * Fold what came in a burst: neighbours of one source, on one day.
 *
 * @param {Object[]} entries of one day, sorted
 * @returns {Object[]} rows, each with `key`, and either `entry` or `burst`, a list
 */
export function foldBursts(entries) {
    const runs = [];
    for (const entry of entries) {
        const run = runs.at(-1);
        if (run?.[0].source === entry.source && FOLDED.has(entry.source)) {
            run.push(entry);
        } else {
            runs.push([entry]);
        }
    }
    return runs.flatMap((run) =>
        run.length < BURST
            ? run.map((entry) => ({key: keyOf(entry), entry}))
            : // by its oldest: what comes in meanwhile leaves it open
              [{key: `burst:${keyOf(run.at(-1))}`, burst: run}]
    );
}

function keyOf({source, id}) {
    return source + id;
}
