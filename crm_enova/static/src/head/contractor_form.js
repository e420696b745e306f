import {useState, useSubEnv} from "@odoo/owl";
import {router} from "@web/core/browser/router";
import {registry} from "@web/core/registry";
import {formView} from "@web/views/form/form_view";
import {FormRenderer} from "@web/views/form/form_renderer";
import {LaterFormController} from "../later/later_form";
import {LaterModel} from "../later/later_model";
import {readView, writeView} from "../view_state";

/**
 * The form of a contractor. All of the chatter is in the history, so it shows when
 * somebody asks for it, and then until they put it away.
 */
export class ContractorRenderer extends FormRenderer {
    setup() {
        super.setup();
        this.chatter = useState({
            // a link to a message opens where the message stands
            shown: Boolean(readView("chatter") || router.current.highlight_message_id),
            toggle: () => {
                this.chatter.shown = !this.chatter.shown;
                writeView("chatter", this.chatter.shown);
            },
        });
        useSubEnv({enovaChatter: this.chatter});
        const layout = this.mailLayout.bind(this);
        this.mailLayout = (...args) => (this.chatter.shown ? layout(...args) : "NONE");
    }
}

registry.category("views").add("enova_contractor_form", {
    ...formView,
    Controller: LaterFormController,
    Model: LaterModel,
    Renderer: ContractorRenderer,
});
