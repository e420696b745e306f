import {onWillRender, useState, useSubEnv} from "@odoo/owl";
import {router} from "@web/core/browser/router";
import {registry} from "@web/core/registry";
import {ButtonBox} from "@web/views/form/button_box/button_box";
import {formView} from "@web/views/form/form_view";
import {FormRenderer} from "@web/views/form/form_renderer";
import {LaterFormController} from "../later/later_form";
import {LaterModel} from "../later/later_model";
import {readView, writeView} from "../view_state";

// From this width on there is room for the eight buttons that core shows, and a name.
const ROOMY = 1800;
const FEW = 5;

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

/** Its buttons leave room for the name of the contractor, on a narrow desk, too. */
class ContractorButtonBox extends ButtonBox {
    setup() {
        // What is asked for last is done first: core chooses, then this.
        onWillRender(() => {
            const buttons = [...this.visibleButtons, ...this.additionalButtons];
            const isMany = this.visibleButtons.length >= FEW && buttons.length > FEW;
            if (isMany && window.innerWidth < ROOMY) {
                this.visibleButtons = buttons.slice(0, FEW - 1);
                this.additionalButtons = buttons.slice(FEW - 1);
                this.isFull = true;
            }
        });
        super.setup();
    }
}

class ContractorController extends LaterFormController {
    static components = {
        ...LaterFormController.components,
        ButtonBox: ContractorButtonBox,
    };
}

registry.category("views").add("enova_contractor_form", {
    ...formView,
    Controller: ContractorController,
    Model: LaterModel,
    Renderer: ContractorRenderer,
});
