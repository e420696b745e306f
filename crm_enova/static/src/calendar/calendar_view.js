import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {calendarView} from "@web/views/calendar/calendar_view";
import {EntryController, EntryModel} from "./entry_calendar";

/**
 * What the calendar shows and writes is derived: the window that plans knows start and
 * end. A whole day is its date at noon, converted into no zone.
 */
export class PlanModel extends EntryModel {
    makeContextDefaults(rawRecord) {
        const context = super.makeContextDefaults(...arguments);
        const {date_start: shownFrom, date_stop: shownUntil} = this.meta.fieldMapping;
        delete context[`default_${shownFrom}`];
        delete context[`default_${shownUntil}`];
        const hour = rawRecord.all_day ? " 12:00:00" : "";
        return {
            ...context,
            default_date_start: `${rawRecord[shownFrom]}${hour}`,
            default_date_stop: `${rawRecord[shownUntil]}${hour}`,
            default_all_day: rawRecord.all_day,
        };
    }

    /** What was pulled to another hour can be taken back. */
    updateRecord(record, ...options) {
        const {resModel} = this.meta;
        return this.env.services.enova_undo.around(resModel, [record.id], [], () =>
            super.updateRecord(record, ...options)
        );
    }
}

/** What was planned in the window of the calendar shows when the window closes. */
export class PlanController extends EntryController {
    getQuickCreateFormViewProps() {
        return {
            ...super.getQuickCreateFormViewProps(...arguments),
            title: _t("Plan"),
            onRecordSaved: () => this.model.load(),
        };
    }
}

registry.category("views").add("enova_calendar", {
    ...calendarView,
    Controller: PlanController,
    Model: PlanModel,
});
