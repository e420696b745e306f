import {Component, onWillDestroy, useState} from "@odoo/owl";
import {KeepLast} from "@web/core/utils/concurrency";
import {useAutofocus, useService} from "@web/core/utils/hooks";
import {debounce} from "@web/core/utils/timing";
import {findCallers, SHORTEST} from "./callers";

const PAUSE = 200;

/** Finds who rings; for those who have no Ctrl+K at hand. */
export class CallSearch extends Component {
    static template = "crm_enova.CallSearch";
    static props = {onChoose: Function, onCreate: Function};

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        useAutofocus({refName: "search", mobile: true});
        this.state = useState({text: "", found: [], searched: false});
        this.search = debounce(() => this.find(), PAUSE);
        onWillDestroy(() => this.search.cancel());
    }

    get text() {
        return this.state.text.trim();
    }

    async find() {
        if (this.text.length < SHORTEST) {
            Object.assign(this.state, {found: [], searched: false});
            return;
        }
        const found = await this.keepLast.add(findCallers(this.orm, this.text));
        Object.assign(this.state, {found, searched: true});
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && !ev.isComposing && this.state.found.length) {
            ev.preventDefault();
            ev.stopPropagation();
            this.props.onChoose(this.state.found[0]);
        }
    }
}
