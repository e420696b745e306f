import {Component, onWillStart, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

/**
 * The placeholders that the text of a mail merge may hold: a click copies one, and it
 * is pasted wherever it is to stand.
 */
export class Placeholders extends Component {
    static template = "crm_enova.Placeholders";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.state = useState({isOpen: false, word: "", list: []});
        onWillStart(async () => {
            this.state.list = await this.orm.call(
                "mailing.mailing",
                "enova_placeholders",
                [this.props.record.data.mailing_type || "mail"]
            );
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

    async copy(line) {
        await browser.navigator.clipboard.writeText(line.text);
        this.notification.add(_t("Copied: %s", line.text), {type: "success"});
    }
}

registry
    .category("view_widgets")
    .add("enova_placeholders", {component: Placeholders, fieldDependencies: []});
