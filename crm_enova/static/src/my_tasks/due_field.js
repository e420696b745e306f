import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {dayLabel} from "../timeline/days";

const {DateTime} = luxon;

/** A day beyond tomorrow: with its weekday, and its year where that is another. */
function realDate(day) {
    const year = day.year === DateTime.local().year ? {} : {year: "numeric"};
    return day.toLocaleString({
        ...(day.year === DateTime.local().year ? {weekday: "short"} : {}),
        day: "numeric",
        month: "short",
        ...year,
    });
}

/** A day and its hour, where there is one: *Today 14:30*, *Mon, 30 Nov*. */
export class DueField extends Component {
    static template = "crm_enova.DueField";
    static props = {...standardFieldProps};

    get value() {
        return this.props.record.data[this.props.name];
    }

    /** The moment that has an hour; of a mere day the start, if it begins on that day. */
    get moment() {
        const {type} = this.props.record.fields[this.props.name];
        if (type === "datetime") {
            return this.value;
        }
        const {date_start: start, all_day: allDay} = this.props.record.data;
        return start && !allDay && start.hasSame(this.value, "day") ? start : null;
    }

    get day() {
        const distance = this.value
            .startOf("day")
            .diff(DateTime.local().startOf("day"), "days").days;
        return Math.abs(Math.round(distance)) <= 1
            ? dayLabel(this.value.toISODate())
            : realDate(this.value);
    }

    get hour() {
        return this.moment?.toLocaleString(DateTime.TIME_SIMPLE);
    }

    get isOverdue() {
        return this.props.record.data.due_state === "overdue";
    }
}

registry.category("fields").add("enova_due", {
    component: DueField,
    displayName: _t("Day and hour"),
    supportedTypes: ["date", "datetime"],
    fieldDependencies: [
        {name: "date_start", type: "datetime", readonly: true},
        {name: "all_day", type: "boolean", readonly: true},
        {name: "due_state", type: "selection", readonly: true},
    ],
    listViewWidth: 140,
});
