import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {deserializeDateTime, formatDate} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {formatFloat, formatMonetary} from "@web/views/fields/formatters";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

/** Products with their last date, quantity and price. */
export class PurchaseRows extends Component {
    static template = "crm_enova.PurchaseRows";
    static props = {
        // as res.partner.enova_purchases returns them
        rows: Array,
        // without it names are no links
        onOpen: {type: Function, optional: true},
    };

    date(row) {
        return formatDate(deserializeDateTime(row.date));
    }

    quantity(row) {
        const amount = formatFloat(row.quantity, {trailingZeros: false});
        return row.unit ? `${amount} ${row.unit}` : amount;
    }

    price(row) {
        return formatMonetary(row.price, {currencyId: row.currency_id});
    }
}

/** The page "What they buy" of a contractor. */
export class Purchases extends Component {
    static template = "crm_enova.Purchases";
    static components = {PurchaseRows};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({rows: [], count: 0, action: false});
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps(({record}) => {
            if (record.resId !== this.props.record.resId) {
                return this.load(record.resId);
            }
        });
    }

    async load(id) {
        const nothing = {rows: [], count: 0, action: false};
        const answer = id
            ? this.orm.call("res.partner", "enova_purchases", [[id]])
            : Promise.resolve(nothing);
        Object.assign(this.state, await this.keepLast.add(answer));
    }

    open(row) {
        const {action} = this.state;
        return this.action.doAction({
            ...action,
            name: row.name,
            domain: ["&", ["product_id", "=", row.product_id], ...action.domain],
        });
    }

    openAll() {
        return this.action.doAction(this.state.action);
    }
}

registry.category("view_widgets").add("enova_purchases", {component: Purchases});
