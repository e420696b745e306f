import {Component, onWillDestroy, useRef} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {debounce} from "@web/core/utils/timing";
import {useInputField} from "@web/views/fields/input_field_hook";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const PAUSE = 400;
const PIECES = [
    {label: _t("Year"), text: "%(range_year)s", help: _t("Each year begins with 1.")},
    {label: _t("Month"), text: "%(month)s"},
    {label: _t("Day"), text: "%(day)s"},
    {label: "/", text: "/"},
    {label: "-", text: "-"},
];

/** What numbers begin with: text, and pieces of the date that buttons put in. */
export class NumberPatternField extends Component {
    static template = "crm_enova.NumberPatternField";
    static props = {...standardFieldProps, placeholder: {type: String, optional: true}};

    setup() {
        this.pieces = PIECES;
        this.input = useRef("input");
        useInputField({
            ref: this.input,
            getValue: () => this.props.record.data[this.props.name] || "",
        });
        // the preview beside it follows while somebody types
        this.follow = debounce(() => this.update(), PAUSE);
        onWillDestroy(() => this.follow.cancel());
    }

    update() {
        return this.props.record.update({
            [this.props.name]: this.input.el.value || false,
        });
    }

    insert(text) {
        const {el} = this.input;
        el.focus();
        el.setRangeText(text, el.selectionStart, el.selectionEnd, "end");
        el.dispatchEvent(new InputEvent("input", {bubbles: true}));
        el.dispatchEvent(new Event("change", {bubbles: true}));
    }
}

registry.category("fields").add("enova_number_pattern", {
    component: NumberPatternField,
    displayName: _t("Pattern of numbers"),
    supportedTypes: ["char"],
    extractProps: ({attrs, placeholder}) => ({
        placeholder: placeholder || attrs.placeholder,
    }),
});
