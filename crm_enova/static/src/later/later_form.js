import {useEffect, useState} from "@odoo/owl";
import {FormController} from "@web/views/form/form_controller";

/** A form that stands before its figures are counted; see `LaterModel`. */
export class LaterFormController extends FormController {
    setup() {
        super.setup();
        this.later = useState(this.model.later);
        useEffect(
            (id) => {
                // the form of this record is painted
                this.paintedId = id;
                this.model.readLater(this.model.root);
            },
            () => [this.model.root.id]
        );
        // buttons that have no place are in a menu, which is not inside the form
        useEffect(
            (failed) => {
                document.body.classList.toggle("o_enova_later_failed", failed);
                return () => document.body.classList.remove("o_enova_later_failed");
            },
            () => [this.later.state === "failed"]
        );
    }

    get modelParams() {
        const params = super.modelParams;
        const later = this.archInfo.xmlDoc.getAttribute("enova_later") || "";
        return {
            ...params,
            later: later.split(" ").filter(Boolean),
            hooks: {...params.hooks, onRootLoaded: this.onRootLoaded.bind(this)},
        };
    }

    /** The record that is shown was read anew. */
    onRootLoaded(root) {
        if (root.id === this.paintedId) {
            this.model.readLater(root);
        }
    }

    get className() {
        const {resId} = this.model.root;
        return {
            ...super.className,
            [`o_enova_later_${this.later.state}`]: resId && this.later.state,
        };
    }
}
