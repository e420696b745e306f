import {
    deserializeDateTime,
    serializeDate,
    serializeDateTime,
} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {CalendarModel} from "@web/views/calendar/calendar_model";
import {calendarView} from "@web/views/calendar/calendar_view";
import {EntryController} from "./entry_calendar";

/**
 * A reservation takes hours of the clock, whole days from midnight to midnight too: the
 * calendar shows the days in which they lie, and books from midnight to midnight.
 */
export class ReservationModel extends CalendarModel {
    normalizeRecord(rawRecord) {
        if (!rawRecord.all_day) {
            return super.normalizeRecord(...arguments);
        }
        const first = deserializeDateTime(rawRecord.start);
        const last = deserializeDateTime(rawRecord.stop).minus({seconds: 1});
        const days = {start: serializeDate(first), stop: serializeDate(last)};
        return {...super.normalizeRecord({...rawRecord, ...days}), rawRecord};
    }

    buildRawRecord(partialRecord) {
        const rawRecord = super.buildRawRecord(...arguments);
        if (rawRecord.all_day) {
            const {start, end} = partialRecord;
            const after = (end?.isValid ? end : start).startOf("day").plus({days: 1});
            rawRecord.start = serializeDateTime(start.startOf("day"));
            rawRecord.stop = serializeDateTime(after);
        }
        return rawRecord;
    }
}

registry.category("views").add("enova_reservation_calendar", {
    ...calendarView,
    Controller: EntryController,
    Model: ReservationModel,
});
