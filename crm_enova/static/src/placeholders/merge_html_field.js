import {HtmlField, htmlField} from "@html_editor/fields/html_field";
import {onWillStart, onWillUnmount, toRaw} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

// The editor of each form that shows one, for the picker beside it.
const editors = new WeakMap();

/**
 * Write a placeholder where the cursor is in the text of a form, or was last.
 *
 * @param {Object} model of the form
 * @param {String} text with its braces
 * @returns {Boolean} whether there is a text that can be written into
 */
export function insertPlaceholder(model, text) {
    const editor = editors.get(toRaw(model));
    if (!editor || editor.isDestroyed || !editor.editable?.isConnected) {
        return false;
    }
    const {dom, history, selection} = editor.shared;
    if (!editor.editable.contains(selection.getEditableSelection().anchorNode)) {
        selection.setCursorEnd(editor.editable);
    }
    selection.focusEditable();
    dom.insert(text);
    history.addStep();
    return true;
}

/**
 * @param {Object} orm service
 * @param {Object} data of the record: how its text is sent
 * @returns {Promise<Object[]>} the placeholders that the text may hold
 */
export function loadPlaceholders(orm, data) {
    // What goes either way has to be right in a letter, too
    const channel = data.mailing_type || data.channel;
    return orm.call("mailing.mailing", "enova_placeholders", [
        channel === "mail" ? "mail" : "letter",
    ]);
}

/**
 * The text of a mail merge: a slash offers the placeholders, and the picker beside it
 * writes at the cursor.
 */
export class MergeHtmlField extends HtmlField {
    setup() {
        super.setup();
        this.placeholders = [];
        const orm = useService("orm");
        onWillStart(async () => {
            if (!this.props.readonly) {
                this.placeholders = await loadPlaceholders(orm, this.props.record.data);
            }
        });
        onWillUnmount(() => {
            const model = toRaw(this.props.record.model);
            if (editors.get(model) === this.editor) {
                editors.delete(model);
            }
        });
    }

    onEditorLoad(editor) {
        super.onEditorLoad(editor);
        editors.set(toRaw(this.props.record.model), editor);
    }

    getConfig() {
        const config = super.getConfig();
        const {model} = this.props.record;
        const commands = this.placeholders.map((line) => ({
            id: `enovaPlaceholder_${line.name}`,
            title: line.label,
            description: line.text,
            icon: "fa-tag",
            run: () => insertPlaceholder(model, line.text),
        }));
        const others = config.resources?.user_commands || [];
        config.resources = {
            ...config.resources,
            user_commands: [...others, ...commands],
            powerbox_categories: {id: "enova_placeholders", name: _t("Placeholders")},
            powerbox_items: commands.map(({id}) => ({
                categoryId: "enova_placeholders",
                commandId: id,
            })),
        };
        return config;
    }
}

registry.category("fields").add("enova_merge_html", {
    ...htmlField,
    component: MergeHtmlField,
    additionalClasses: [...(htmlField.additionalClasses || []), "o_field_html"],
});
