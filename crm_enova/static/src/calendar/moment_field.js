import {formatDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {DateTimeField, dateTimeField} from "@web/views/fields/datetime/datetime_field";

/** Shows the moment of a task, and of a whole day the day that is stored, in no zone. */
export class MomentField extends DateTimeField {
    getFormattedValue(valueIndex, numeric = this.props.numeric) {
        const value = this.values[valueIndex];
        if (value && this.props.record.data.all_day) {
            return formatDate(value.setZone("utc"), {numeric});
        }
        return super.getFormattedValue(...arguments);
    }
}

registry.category("fields").add("enova_moment", {
    ...dateTimeField,
    component: MomentField,
    displayName: _t("Moment or whole day"),
    fieldDependencies: [{name: "all_day", type: "boolean"}],
});
