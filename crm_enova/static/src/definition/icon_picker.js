import {Component, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {usePopover} from "@web/core/popover/popover_hook";
import {registry} from "@web/core/registry";
import {useAutofocus} from "@web/core/utils/hooks";
import {normalize} from "@web/core/l10n/utils/normalize";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {ICONS} from "./icons";

const COLUMNS = 8;

/** The grid to choose from: typing searches, arrows move, Enter takes. */
export class IconGrid extends Component {
    static template = "crm_enova.IconGrid";
    static props = {value: String, onChoose: Function, close: {type: Function}};

    setup() {
        useAutofocus({refName: "search", mobile: true});
        this.grid = useRef("grid");
        const place = ICONS.findIndex(([icon]) => icon === this.props.value);
        this.state = useState({text: "", place: Math.max(place, 0)});
    }

    get icons() {
        const wanted = normalize(this.state.text.trim());
        return ICONS.filter(([icon, name]) =>
            normalize(`${name} ${icon}`).includes(wanted)
        );
    }

    get current() {
        return this.icons[this.state.place];
    }

    onInput(ev) {
        Object.assign(this.state, {text: ev.target.value, place: 0});
    }

    onKeydown(ev) {
        const steps = {
            ArrowLeft: -1,
            ArrowRight: 1,
            ArrowUp: -COLUMNS,
            ArrowDown: COLUMNS,
        };
        if (ev.isComposing) {
            return;
        }
        if (ev.key in steps) {
            ev.preventDefault();
            this.move(this.state.place + steps[ev.key]);
        } else if (ev.key === "Enter") {
            ev.preventDefault();
            ev.stopPropagation();
            if (this.current) {
                this.choose(this.current[0]);
            }
        }
    }

    move(place) {
        if (place >= 0 && place < this.icons.length) {
            this.state.place = place;
            this.grid.el?.children[place]?.scrollIntoView({block: "nearest"});
        }
    }

    choose(icon) {
        this.props.onChoose(icon);
        this.props.close();
    }
}

/** Lets an icon be picked; one that is not among those offered stays as it is. */
export class IconPickerField extends Component {
    static template = "crm_enova.IconPickerField";
    static props = {...standardFieldProps};

    setup() {
        this.button = useRef("button");
        this.popover = usePopover(IconGrid, {
            popoverClass: "o_enova_icon_popover",
            position: "bottom-start",
            onClose: () => this.button.el?.focus(),
        });
    }

    get value() {
        return this.props.record.data[this.props.name] || "";
    }

    get name() {
        const known = ICONS.find(([icon]) => icon === this.value);
        return known ? known[1] : this.value || _t("None");
    }

    open() {
        this.popover.open(this.button.el, {
            value: this.value,
            onChoose: (icon) => this.props.record.update({[this.props.name]: icon}),
        });
    }
}

registry.category("fields").add("enova_icon_picker", {
    component: IconPickerField,
    displayName: _t("Choice of an icon"),
    supportedTypes: ["char"],
});
