import {hourOf} from "../timeline/days";

const {DateTime} = luxon;
// Less than that between two appointments is no time for a third.
const SHORTEST_GAP = 60;
const USUAL = 30;
// As the server writes moments.
const SERVER = "yyyy-MM-dd HH:mm:ss";

/**
 * @param {Object[]} rows what is on today
 * @returns {Object[]} those with an hour by the hour, with the gaps between them; then
 *  the others
 */
export function agendaOf(rows) {
    const timed = rows
        .filter(({start}) => start)
        .sort((a, b) => a.start.localeCompare(b.start));
    const agenda = [];
    let end = null;
    for (const row of timed) {
        const start = DateTime.fromISO(row.start);
        if (end && start.diff(end, "minutes").minutes >= SHORTEST_GAP) {
            agenda.push(gap(end, start));
        }
        agenda.push({...row, hour: hourOf(row.start)});
        const stop = row.stop
            ? DateTime.fromISO(row.stop)
            : start.plus({minutes: USUAL});
        end = end && end > stop ? end : stop;
    }
    const indent = timed.length ? {hour: ""} : {};
    const others = rows.filter(({start}) => !start);
    return [...agenda, ...others.map((row) => ({...row, date: false, ...indent}))];
}

function gap(from, to) {
    const iso = from.toUTC().toISO();
    return {
        id: `gap ${iso}`,
        gap: true,
        hour: from.toLocal().toLocaleString(DateTime.TIME_SIMPLE),
        until: to.toLocal().toLocaleString(DateTime.TIME_SIMPLE),
        begin: from.toUTC().toFormat(SERVER),
    };
}
