import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {DateTimeField, dateTimeField} from "@web/views/fields/datetime/datetime_field";

/** Shows a day that stands for its month as that month. */
export class MonthField extends DateTimeField {
    getFormattedValue(valueIndex) {
        const value = this.values[valueIndex];
        return value ? value.toFormat("LLLL yyyy") : "";
    }
}

registry.category("fields").add("enova_month", {
    ...dateTimeField,
    component: MonthField,
    displayName: _t("Month"),
    supportedTypes: ["date"],
});
