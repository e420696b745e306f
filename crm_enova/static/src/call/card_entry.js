import {Component, useState} from "@odoo/owl";
import {useAutofocus, useService} from "@web/core/utils/hooks";
import {user} from "@web/core/user";
import {isPhone} from "./callers";

/** Nobody knows who rings: the least that makes a card, so that the call has a place. */
export class CardEntry extends Component {
    static template = "crm_enova.CallCardEntry";
    static props = {
        // what was typed: a number, or a name
        text: String,
        onCreated: Function,
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        useAutofocus({refName: "name", mobile: true});
        const {text} = this.props;
        this.values = useState({
            name: isPhone(text) ? "" : text,
            phone: isPhone(text) ? text : "",
            isCompany: true,
        });
        this.state = useState({saving: false});
    }

    /** Who has not said their name is called by their number. */
    get name() {
        return this.values.name.trim() || this.values.phone.trim();
    }

    async create() {
        if (this.state.saving || !this.name) {
            return;
        }
        this.state.saving = true;
        try {
            const phone = this.values.phone.trim();
            const [id] = await this.orm.create("res.partner", [
                {
                    name: this.name,
                    phone,
                    is_company: this.values.isCompany,
                    contractor_status: "card",
                    user_id: user.userId,
                },
            ]);
            this.props.onCreated({
                id,
                name: this.name,
                phone,
                partnerId: id,
                contactId: false,
            });
        } finally {
            this.state.saving = false;
        }
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && !ev.isComposing && ev.target.type !== "button") {
            ev.preventDefault();
            ev.stopPropagation();
            this.create();
        }
    }
}
