import {Component} from "@odoo/owl";
import {serializeDate, serializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {PropertiesField} from "@web/views/fields/properties/properties_field";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

// The record itself, as the field that core's editor looks for it in.
const OWNER = "enova_definition";

/** Return a default as core's editor of properties has it. */
function toEditor(type, value) {
    if (type === "many2one" && Array.isArray(value)) {
        return {id: value[0], display_name: value[1]};
    }
    return value;
}

/** Return a default as the server takes it. */
function toServer(type, value) {
    if (type === "many2one") {
        return value?.id ? [value.id, value.display_name] : false;
    }
    if (value && ["date", "datetime"].includes(type) && typeof value !== "string") {
        return type === "date" ? serializeDate(value) : serializeDateTime(value);
    }
    return value;
}

/**
 * A definition, in the shape of a record that has it: what core's editor calls the
 * value of a property is here what new records begin with.
 */
class DefinitionAsRecord {
    constructor(record, name) {
        Object.assign(this, {record, name, resId: record.resId});
        this.resModel = record.resModel;
        this.fields = {
            [name]: {definition_record: OWNER},
            [OWNER]: {relation: record.resModel, string: _t("definition")},
        };
    }

    get stored() {
        return this.record.data[this.name] || [];
    }

    get data() {
        const {resId, data} = this.record;
        const owner = {id: resId || "new", display_name: data.name || ""};
        return {[this.name]: this.stored.map(this.asProperty), [OWNER]: owner};
    }

    asProperty(item) {
        // what stands under a heading can be edited whether it is folded elsewhere
        if (item.type === "separator") {
            return {...item, value: false};
        }
        const value = toEditor(item.type, item.default);
        return {...item, default: value, value};
    }

    update(changes) {
        const before = new Map(this.stored.map((item) => [item.name, item]));
        const items = changes[this.name]
            .filter((item) => !item.definition_deleted)
            .map((item) => this.asDefinition(item, before.get(item.name)));
        return this.record.update({[this.name]: items});
    }

    asDefinition(property, before) {
        const {value, ...item} = property;
        delete item.definition_changed;
        if (item.type === "separator") {
            return item;
        }
        const typed = toServer(item.type, value);
        item.default = toServer(item.type, item.default);
        // either has been typed into the form, or chosen in the window of the property
        if (before?.type === item.type && typed !== undefined) {
            const stays = JSON.stringify(typed) === JSON.stringify(before.default);
            item.default = stays ? item.default : typed;
        }
        if (item.default === undefined) {
            delete item.default;
        }
        return item;
    }
}

/** Core's editor of properties; whoever may change the form may change them. */
class DefinitionProperties extends PropertiesField {
    checkDefinitionWriteAccess() {
        return Promise.resolve(!this.props.readonly);
    }
}

/** Lets fields be added where they are defined, not from a record that has them. */
export class OwnFieldsField extends Component {
    static template = "crm_enova.OwnFieldsField";
    static components = {DefinitionProperties};
    static props = {...standardFieldProps, context: {type: Object, optional: true}};

    get editorProps() {
        const {record, name, readonly, context} = this.props;
        // read here, so that a change is drawn
        this.count = (record.data[name] || []).length;
        return {
            name,
            readonly,
            context: context || {},
            columns: 1,
            editMode: !readonly,
            record: new DefinitionAsRecord(record, name),
        };
    }
}

registry.category("fields").add("enova_own_fields", {
    component: OwnFieldsField,
    displayName: _t("Fields of its own"),
    supportedTypes: ["properties_definition"],
    extractProps: (_field, {context}) => ({context}),
});
