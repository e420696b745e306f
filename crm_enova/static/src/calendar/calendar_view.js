import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {CalendarController} from "@web/views/calendar/calendar_controller";
import {CalendarModel} from "@web/views/calendar/calendar_model";
import {calendarView} from "@web/views/calendar/calendar_view";

/** What was planned in the window of the calendar shows when the window closes. */
export class PlanController extends CalendarController {
    getQuickCreateFormViewProps() {
        return {
            ...super.getQuickCreateFormViewProps(...arguments),
            title: _t("Plan"),
            onRecordSaved: () => this.model.load(),
        };
    }
}

/** What was pulled to another hour can be taken back. */
export class PlanModel extends CalendarModel {
    updateRecord(record, ...options) {
        const {resModel} = this.meta;
        return this.env.services.enova_undo.around(resModel, [record.id], [], () =>
            super.updateRecord(record, ...options)
        );
    }
}

registry.category("views").add("enova_calendar", {
    ...calendarView,
    Controller: PlanController,
    Model: PlanModel,
});
