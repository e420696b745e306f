import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {CalendarController} from "@web/views/calendar/calendar_controller";
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

registry.category("views").add("enova_calendar", {
    ...calendarView,
    Controller: PlanController,
});
