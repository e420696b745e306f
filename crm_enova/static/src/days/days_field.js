import {Component, useState} from "@odoo/owl";
import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {deserializeDate, formatDate, serializeDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {TagsList} from "@web/core/tags_list/tags_list";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** Any number of days, each picked or typed as dates are written in one's language. */
export class DaysField extends Component {
    static template = "crm_enova.DaysField";
    static components = {DateTimeInput, TagsList};
    static props = {...standardFieldProps, placeholder: {type: String, optional: true}};

    setup() {
        // an input of its own for each day that is picked: it begins empty again
        this.state = useState({added: 0});
    }

    get days() {
        const text = this.props.record.data[this.props.name] || "";
        return text.split(/[\s,;]+/).filter(Boolean);
    }

    get tags() {
        return this.days.map((day) => {
            const date = deserializeDate(day);
            return {
                id: day,
                text: date.isValid ? formatDate(date) : day,
                onDelete: this.props.readonly
                    ? undefined
                    : () => this.update(this.days.filter((other) => other !== day)),
            };
        });
    }

    add(date) {
        if (date) {
            this.state.added++;
            this.update([...new Set([...this.days, serializeDate(date)])].sort());
        }
    }

    update(days) {
        return this.props.record.update({
            [this.props.name]: days.length ? days.join(", ") : false,
        });
    }
}

registry.category("fields").add("enova_days", {
    component: DaysField,
    displayName: _t("Days"),
    supportedTypes: ["char"],
    extractProps: ({placeholder}) => ({placeholder}),
});
