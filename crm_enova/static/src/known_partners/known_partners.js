import {Component, onWillDestroy, useState} from "@odoo/owl";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {debounce} from "@web/core/utils/timing";
import {registry} from "@web/core/registry";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const PAUSE = 200;
const FIELDS = ["vat", "email", "phone"];
const NOBODY = {known: [], hidden: false};

/** Tells, above a form, who has the number, address or name that is being typed. */
export class KnownPartners extends Component {
    static template = "crm_enova.KnownPartners";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({...NOBODY});
        this.search = debounce((values) => this.find(values), PAUSE);
        this.recordId = null;
        useRecordObserver((record) => this.onChange(record));
        onWillDestroy(() => this.search.cancel());
    }

    /** What can tell a duplicate; people of a company bear its NIP, and any name. */
    typedValues(record) {
        const {data} = record;
        const names = data.parent_id ? ["email", "phone"] : [...FIELDS, "name"];
        return Object.fromEntries(names.map((name) => [name, data[name] || ""]));
    }

    onChange(record) {
        const values = this.typedValues(record);
        const typed = JSON.stringify(values);
        if (this.recordId !== record.resId) {
            // what is stored has been told while it was typed
            this.recordId = record.resId;
            this.stored = record.resId ? typed : null;
            this.typed = null;
        }
        if (typed === this.typed) {
            return;
        }
        this.typed = typed;
        this.search.cancel();
        if (typed === this.stored || !Object.values(values).some(Boolean)) {
            // also forgets an answer that is still on its way
            this.keepLast.add(Promise.resolve());
            Object.assign(this.state, NOBODY);
        } else {
            this.search(values);
        }
    }

    async find(values) {
        const found = this.orm.silent.call("res.partner", "enova_known", [values], {
            partner_id: this.isOfPartner ? this.props.record.resId || null : null,
        });
        Object.assign(this.state, await this.keepLast.add(found));
    }

    get isOfPartner() {
        return this.props.record.resModel === "res.partner";
    }

    href(partner) {
        return `/odoo/res.partner/${partner.id}`;
    }

    /** Of a new record nothing is kept; what was changed of another one stays open. */
    async onClick(ev, partner) {
        const {record} = this.props;
        if (record.resId || ev.ctrlKey || ev.metaKey || ev.shiftKey) {
            return;
        }
        ev.preventDefault();
        await record.discard();
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "res.partner",
            res_id: partner.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("view_widgets").add("enova_known_partners", {
    component: KnownPartners,
});
