import {Component, onWillStart} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {CallDialog} from "./call_dialog";
import {isCrmUser} from "./callers";

/** The telephone in the top bar, on every screen and at every width. */
export class CallSystray extends Component {
    static template = "crm_enova.CallSystray";
    static props = [];

    setup() {
        this.dialog = useService("dialog");
        onWillStart(async () => {
            this.isShown = await isCrmUser();
        });
    }

    onClick() {
        this.dialog.add(CallDialog, {});
    }
}

registry
    .category("systray")
    .add("crm_enova.call", {Component: CallSystray}, {sequence: 24});
