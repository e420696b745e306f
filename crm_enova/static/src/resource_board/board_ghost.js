import {Component, useState} from "@odoo/owl";
import {placed} from "./board_shade";
import {spanText} from "./board_words";

/** What is about to be reserved or moved; it alone is drawn anew during a drag. */
export class BoardGhost extends Component {
    static template = "crm_enova.BoardGhost";
    static props = {ghost: Object, model: Object};

    setup() {
        this.ghost = useState(this.props.ghost);
    }

    get style() {
        const {start, stop, top} = this.ghost;
        return `${placed(this.props.model.columns, start, stop)} top: ${top}px;`;
    }

    get text() {
        return spanText(this.ghost);
    }

    get resource() {
        return this.props.model.rows[this.ghost.resource]?.name;
    }
}
