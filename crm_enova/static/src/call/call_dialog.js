import {Component, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {useService} from "@web/core/utils/hooks";
import {QuickLog} from "../quick_log/quick_log";
import {CallSearch} from "./call_search";
import {newContractorAction, openPartnerAction} from "./callers";

/** The telephone rings: who is it, and what about? */
export class CallDialog extends Component {
    static template = "crm_enova.CallDialog";
    static components = {CallSearch, Dialog, QuickLog};
    static props = {
        // as findCallers returns it; without one the dialog asks first
        caller: {type: Object, optional: true},
        close: Function,
    };

    setup() {
        this.action = useService("action");
        this.state = useState({caller: this.props.caller || null});
    }

    choose(caller) {
        this.state.caller = caller;
    }

    openCaller(id) {
        this.props.close();
        this.action.doAction(openPartnerAction(id));
    }

    create(text) {
        this.props.close();
        this.action.doAction(newContractorAction(text));
    }

    /** The entry closes its dialog by itself. */
    onLogged() {}
}
