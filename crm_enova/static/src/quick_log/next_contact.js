import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

const {DateTime} = luxon;

/** When to do the next thing: one chip, or a day of one's own choice. */
export class NextContact extends Component {
    static template = "crm_enova.NextContact";
    static props = {
        // ISO date, or false
        value: [String, {value: false}],
        update: Function,
        label: String,
    };

    setup() {
        this.state = useState({choosing: false});
        const today = DateTime.local().startOf("day");
        this.today = today.toISODate();
        this.chips = [
            {name: "none", label: _t("None"), date: false},
            {name: "day", label: _t("Tomorrow"), date: today.plus({days: 1})},
            {name: "week", label: _t("In a week"), date: today.plus({weeks: 1})},
            {name: "month", label: _t("In a month"), date: today.plus({months: 1})},
        ].map((chip) => ({...chip, date: chip.date && chip.date.toISODate()}));
    }

    isActive(chip) {
        return !this.state.choosing && chip.date === this.props.value;
    }

    choose(chip) {
        this.state.choosing = false;
        this.props.update(chip.date);
    }

    /** The day that shows is the day that counts, also when nobody changes it. */
    chooseDay() {
        this.firstDay = this.props.value || this.today;
        this.state.choosing = true;
        this.props.update(this.firstDay);
    }

    /** Half a date is no date yet: what is typed stays in the input, and counts later. */
    onDayInput(ev) {
        if (ev.target.value) {
            this.props.update(ev.target.value);
        }
    }

    onDayChange(ev) {
        this.props.update(ev.target.value || false);
    }
}
