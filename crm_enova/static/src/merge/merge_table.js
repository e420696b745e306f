import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/**
 * Partners side by side: a column for each, a row for each field in which they differ.
 *
 * What is chosen is kept in the field `merge_choices`, by partner, so that it stays
 * where somebody chooses another one to stay. A row is a group of radio buttons: Tab
 * goes from row to row, and the arrow keys choose.
 */
export class MergeTable extends Component {
    static template = "crm_enova.MergeTable";
    static props = {...standardFieldProps};

    get data() {
        return this.props.record.data[this.props.name];
    }

    get partners() {
        return this.data.partners;
    }

    get target() {
        return this.partners.find(({stays}) => stays);
    }

    get gone() {
        return this.partners.filter(({stays}) => !stays);
    }

    get choices() {
        return this.props.record.data.merge_choices || {};
    }

    get finalWords() {
        return _t(
            "Merging is final. What hangs on %(gone)s moves to %(target)s; what is not kept stands in the history.",
            {
                gone: this.gone.map(({name}) => name).join(", "),
                target: this.target.name,
            }
        );
    }

    /** Returns whose value stays in a row. */
    chosen(row) {
        const choice = this.choices[row.key];
        return choice in row.values ? choice : row.chosen;
    }

    choose(row, partner) {
        const choices = {...this.choices, [row.key]: partner.id};
        return this.props.record.update({merge_choices: choices});
    }

    /** Takes all values of one partner, where there are any. */
    chooseAll(partner) {
        const choices = {...this.choices};
        for (const row of this.data.rows) {
            if (row.chosen && partner.id in row.values) {
                choices[row.key] = partner.id;
            }
        }
        return this.props.record.update({merge_choices: choices});
    }

    /** Tells whether a main caretaker gives way to that of the one who stays. */
    becomesDeputy(row, partner) {
        const main = row.values[this.target.id];
        return !row.chosen && main && main !== row.values[partner.id];
    }

    stay(partner) {
        const value = {id: partner.id, display_name: partner.name};
        return this.props.record.update({dst_partner_id: value});
    }

    get canLeaveOut() {
        return this.data.free && this.partners.length > 2;
    }

    leaveOut(partner) {
        const list = this.props.record.data.partner_ids;
        return list.forget(list.records.find(({resId}) => resId === partner.id));
    }
}

registry.category("fields").add("enova_merge_table", {
    component: MergeTable,
    displayName: _t("Partners side by side"),
    supportedTypes: ["json"],
});
