import {registry} from "@web/core/registry";
import {CalendarController} from "@web/views/calendar/calendar_controller";
import {CalendarModel} from "@web/views/calendar/calendar_model";
import {calendarView} from "@web/views/calendar/calendar_view";
import {withoutContractor} from "../my_tasks/subject_field";

/**
 * Return what an entry shows first to last: contractor, subject, number. Of a private one
 * the server says no subject; it stays as the server calls it.
 */
export function entryTitle({display_name: whole, reference, partner_id: partner}) {
    const number = reference || "";
    if (number && !whole.startsWith(`${number} `)) {
        return whole;
    }
    const contractor = partner ? partner[1].split("\n")[0] : "";
    const subject = withoutContractor(whole.slice(number.length).trim(), contractor);
    const words = [contractor, subject].filter(Boolean).join(": ");
    return [words, number].filter(Boolean).join(" · ");
}

/** A narrow entry shows what it begins with, which is not its number. */
export class EntryModel extends CalendarModel {
    normalizeRecord(rawRecord) {
        const record = super.normalizeRecord(...arguments);
        return {...record, title: entryTitle(rawRecord)};
    }
}

/** Our calendars are told apart from others by their class. */
export class EntryController extends CalendarController {
    get className() {
        return `${super.className} o_enova_calendar`;
    }
}

registry.category("views").add("enova_entry_calendar", {
    ...calendarView,
    Controller: EntryController,
    Model: EntryModel,
});
