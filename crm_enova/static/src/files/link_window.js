import {registry} from "@web/core/registry";
import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";

/** Make no link that nobody has asked for: core saves what is open as a page closes. */
export class LinkWindowController extends FormController {
    async beforeUnload(event) {
        if (!this.model.root.isNew) {
            await super.beforeUnload(event);
        }
    }
}

registry.category("views").add("enova_link_window", {
    ...formView,
    Controller: LinkWindowController,
});
