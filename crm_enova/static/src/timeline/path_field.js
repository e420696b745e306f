import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {
    FieldSelectorField,
    fieldSelectorField,
} from "@web/views/fields/field_selector/field_selector_field";

/** Names the fields of a path in a list, too, where core shows what the code calls them. */
export class PathField extends FieldSelectorField {
    static template = "crm_enova.PathField";
}

registry.category("fields").add("enova_field_path", {
    ...fieldSelectorField,
    component: PathField,
    displayName: _t("Path of fields"),
});
