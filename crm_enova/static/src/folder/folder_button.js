import {Component, onMounted, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useBus, useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

/**
 * The button of a form with the number of folders that its record is in.
 *
 * It asks by itself, so that a model needs no field of ours to show it.
 */
export class FolderButton extends Component {
    static template = "crm_enova.FolderButton";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({count: 0, addable: false});
        onMounted(() => this.load());
        useBus(this.props.record.model.bus, "update", () => {
            // a new object for each reading of the record
            if (this.props.record._values !== this.known) {
                this.load();
            }
        });
    }

    async load() {
        const {record} = this.props;
        this.known = record._values;
        if (record.resId) {
            const found = await this.orm.silent.call(
                "enova.folder.item",
                "enova_folders_of",
                [record.resModel, record.resId]
            );
            Object.assign(this.state, found);
        }
    }

    async onClick() {
        const {record} = this.props;
        if (!(await record.save())) {
            return;
        }
        const action = await this.orm.call(
            "enova.folder.item",
            "action_open_folders_of",
            [record.resModel, record.resId]
        );
        await this.action.doAction(action, {onClose: () => this.load()});
    }
}

registry.category("view_widgets").add("enova_folder_button", {
    component: FolderButton,
});
