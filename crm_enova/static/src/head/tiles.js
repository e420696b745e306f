import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const BAR = 6;
const HEIGHT = 18;

/** The figures over a contractor; each opens the list behind it. */
export class Tiles extends Component {
    static template = "crm_enova.Tiles";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({tiles: []});
        onWillStart(() => this.load(this.props.record.resId));
        // another contractor, or the same one saved or read anew
        onWillUpdateProps((next) => this.load(next.record.resId));
    }

    async load(id) {
        if (!id) {
            this.state.tiles = [];
            return;
        }
        const answer = this.orm.call("res.partner", "enova_summary", [[id]]);
        const summary = await this.keepLast.add(answer);
        this.state.tiles = Object.entries(summary).map(([name, tile]) => ({
            name,
            ...tile,
        }));
    }

    /** The columns of a small chart, as rectangles of an SVG. */
    columns(bars) {
        return bars.map((share, index) => {
            const height = Math.max(1, Math.round(share * HEIGHT));
            return {x: index * (BAR + 2), y: HEIGHT - height, width: BAR, height};
        });
    }

    open(tile) {
        if (!tile.action) {
            return;
        }
        this.action.doAction(tile.action);
    }
}

registry.category("view_widgets").add("enova_tiles", {component: Tiles});
