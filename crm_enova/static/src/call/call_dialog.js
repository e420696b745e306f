import {Component, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {useService} from "@web/core/utils/hooks";
import {CallSearch} from "./call_search";
import {CallSheet} from "./call_sheet";
import {CardEntry} from "./card_entry";
import {openPartnerAction} from "./callers";

/** The telephone rings: who is it, and what about? */
export class CallDialog extends Component {
    static template = "crm_enova.CallDialog";
    static components = {CallSearch, CallSheet, CardEntry, Dialog};
    static props = {
        // as findCallers returns it; without one the dialog asks first
        caller: {type: Object, optional: true},
        // what was typed, where nobody is known by it
        unknown: {type: String, optional: true},
        close: Function,
    };

    setup() {
        this.action = useService("action");
        this.state = useState({
            caller: this.props.caller || null,
            unknown: this.props.unknown || "",
        });
    }

    choose(caller) {
        this.state.caller = caller;
    }

    create(text) {
        this.state.unknown = text;
    }

    openCaller(id) {
        this.props.close();
        this.action.doAction(openPartnerAction(id));
    }

    /** The entry closes its dialog by itself. */
    onLogged() {}
}
