import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {
    Many2OneField,
    buildM2OFieldDescription,
} from "@web/views/fields/many2one/many2one_field";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

// What may stand between a subject and the contractor that it repeats.
const SEPARATORS = "[\\s:;,.–—|/-]*";

function escaped(text) {
    return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/**
 * Return a subject without the contractor at its beginning or end, for a row that names
 * them anyway; a subject that says nothing else stays.
 *
 * @param {string} subject
 * @param {string} [contractor]
 */
export function withoutContractor(subject, contractor) {
    const name = escaped((contractor || "").split("\n")[0].trim());
    if (!subject || !name) {
        return subject;
    }
    const repeated = `\\(?${name}\\)?`;
    const short = subject
        .replace(new RegExp(`^${repeated}${SEPARATORS}`, "i"), "")
        .replace(new RegExp(`${SEPARATORS}${repeated}$`, "i"), "");
    return short || subject;
}

/** The subject of a task, short of the contractor whose column stands beside it. */
export class SubjectField extends Component {
    static template = "crm_enova.SubjectField";
    static props = {...standardFieldProps};

    get whole() {
        return this.props.record.data[this.props.name] || "";
    }

    get shown() {
        const {partner_id: partner} = this.props.record.data;
        return withoutContractor(this.whole, partner?.display_name);
    }
}

const fields = registry.category("fields");
fields.add("enova_subject", {
    component: SubjectField,
    displayName: _t("Subject without the contractor"),
    supportedTypes: ["char"],
    fieldDependencies: [
        {name: "partner_id", type: "many2one", relation: "res.partner"},
    ],
    listViewWidth: [400],
});
fields.add("enova_contractor", {
    ...buildM2OFieldDescription(Many2OneField),
    displayName: _t("Contractor"),
    listViewWidth: [250],
});
