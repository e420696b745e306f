import {onWillUnmount} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";

const SECONDS = 3;

/** Show how far a run is, of a creator or of letters, while it runs and somebody looks. */
export class RunController extends FormController {
    setup() {
        super.setup();
        const timer = browser.setInterval(() => this.refresh(), SECONDS * 1000);
        onWillUnmount(() => browser.clearInterval(timer));
    }

    async refresh() {
        const {root} = this.model;
        if (root?.data.state === "running" && !document.hidden) {
            await root.load();
        }
    }
}

registry.category("views").add("enova_run_form", {
    ...formView,
    Controller: RunController,
});
