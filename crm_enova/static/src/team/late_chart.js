import {Component, markup, onMounted, onWillUnmount, useRef, useState} from "@odoo/owl";
import {View} from "@web/views/view";

/** A chart that is drawn, and asked for, when somebody scrolls to it. */
export class LateChart extends Component {
    static template = "crm_enova.LateChart";
    static components = {View};
    static props = {chart: Object, onOpen: Function};

    setup() {
        this.root = useRef("root");
        this.state = useState({isSeen: false});
        this.observer = new IntersectionObserver((entries) => {
            if (entries.some(({isIntersecting}) => isIntersecting)) {
                this.state.isSeen = true;
                this.observer.disconnect();
            }
        });
        onMounted(() => this.observer.observe(this.root.el));
        onWillUnmount(() => this.observer.disconnect());
    }

    get view() {
        const {model, domain, view, views, empty} = this.props.chart;
        return {
            type: "graph",
            resModel: model,
            viewId: view,
            domain,
            display: {controlPanel: false},
            useSampleModel: false,
            noContentHelp: markup`<p>${empty}</p>`,
            ...(views && {views}),
        };
    }
}
