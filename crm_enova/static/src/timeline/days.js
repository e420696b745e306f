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
