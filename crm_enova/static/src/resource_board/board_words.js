import {_t} from "@web/core/l10n/translation";
import {localization} from "@web/core/l10n/localization";
import {getLocalYearAndWeek} from "@web/core/l10n/dates";

const {DateTime} = luxon;

export const SCALES = {
    day: {description: _t("Day"), hotkey: "d"},
    week: {description: _t("Week"), hotkey: "w"},
    fortnight: {description: _t("Two weeks"), hotkey: "f"},
    month: {description: _t("Month"), hotkey: "m"},
};

const STATES = {
    requested: _t("Requested"),
    confirmed: _t("Confirmed"),
    done: _t("Done"),
};

/** The hour of the clock, as short as the language writes it: 9:00, 9 AM. */
function hour(moment) {
    const whole = moment.minute === 0 && localization.timeFormat.includes("a");
    return moment.toLocaleString(
        whole ? {hour: "numeric"} : {hour: "numeric", minute: "2-digit"}
    );
}

/** What stands above a column; the weekday and the day apart, or the hour. */
export function columnLabel(scale, {from}) {
    const moment = DateTime.fromMillis(from);
    return scale === "day"
        ? {text: hour(moment)}
        : {weekday: moment.toFormat("ccc"), text: moment.toFormat("d")};
}

/** What a board shows, in words. */
export function title(scale, {start, stop}) {
    const last = stop.minus({days: 1});
    if (scale === "day") {
        return start.toLocaleString({
            weekday: "long",
            day: "numeric",
            month: "long",
            year: "numeric",
        });
    }
    if (scale === "month") {
        return start.toFormat("LLLL yyyy");
    }
    const sameMonth = start.month === last.month;
    const from = start.toFormat(sameMonth ? "d" : "d MMM");
    return `${from} – ${last.toFormat("d MMM yyyy")}`;
}

/** The number of the week where one is shown, else nothing. */
export function weekNumber(scale, {start}) {
    return scale === "week" ? _t("Week %s", getLocalYearAndWeek(start).week) : "";
}

/** From when to when; the day where the board does not say it. */
export function spanText({start, stop}) {
    const [from, to] = [DateTime.fromMillis(start), DateTime.fromMillis(stop)];
    const day = {weekday: "short", day: "numeric", month: "short"};
    const first = `${from.toLocaleString(day)}, ${hour(from)}`;
    const last = from.hasSame(to, "day")
        ? hour(to)
        : `${to.toLocaleString(day)}, ${hour(to)}`;
    return `${first} – ${last}`;
}

/** What stands on a bar: what for, and for whom. */
export function barTitle(bar) {
    return bar.id ? bar.name || bar.partner || bar.user : "";
}

/** All that a bar says, line by line, to eyes and to screen readers. */
export function barLines(bar, resource) {
    const unit =
        resource.capacity > 1
            ? _t("%(name)s, unit %(unit)s", {name: resource.name, unit: bar.unit})
            : resource.name;
    const reason = bar.id ? [bar.name, bar.user, bar.partner] : [_t("Busy")];
    const state = bar.id ? [STATES[bar.state].toString()] : [];
    return [...reason, spanText(bar), unit, ...state].filter(Boolean).map(String);
}
