import {Component, onWillStart, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {insertPlaceholder, loadPlaceholders} from "./merge_html_field";

/**
 * The placeholders that the text of a mail merge may hold: a click writes one at the
 * cursor. Where the text is written elsewhere, it is copied, to be pasted there.
 */
export class Placeholders extends Component {
    static template = "crm_enova.Placeholders";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.state = useState({isOpen: false, word: "", list: []});
        onWillStart(async () => {
            const {data} = this.props.record;
            this.state.list = await loadPlaceholders(this.orm, data);
        });
    }

    get found() {
        const word = this.state.word.trim().toLowerCase();
        return this.state.list.filter((line) =>
            `${line.name} ${line.label}`.toLowerCase().includes(word)
        );
    }

    toggle() {
        this.state.isOpen = !this.state.isOpen;
    }

    async use(line) {
        if (insertPlaceholder(this.props.record.model, line.text)) {
            return;
        }
        await browser.navigator.clipboard.writeText(line.text);
        this.notification.add(_t("Copied: %s", line.text), {type: "success"});
    }
}

registry
    .category("view_widgets")
    .add("enova_placeholders", {component: Placeholders, fieldDependencies: []});
