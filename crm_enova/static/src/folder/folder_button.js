import {Component, onMounted, onWillUpdateProps, status, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useBus, useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const NOWHERE = {count: 0, addable: false};

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
        this.state = useState({...NOWHERE});
        onMounted(() => this.load());
        onWillUpdateProps(({record}) => {
            // the next one, or this one after an action: the form reads it anew
            if (record !== this.props.record) {
                this.load(record);
            }
        });
        useBus(this.props.record.model.bus, "update", () => {
            // a new object for each reading of the record
            if (this.props.record._values !== this.known) {
                this.load();
            }
        });
    }

    async load(record = this.props.record) {
        const known = record._values;
        this.known = known;
        let found = NOWHERE;
        if (record.resId) {
            found = await this.orm.silent.call(
                "enova.folder.item",
                "enova_folders_of",
                [record.resModel, record.resId]
            );
        }
        // by now the form may show another one
        if (this.known === known) {
            Object.assign(this.state, found);
        }
    }

    async onClick() {
        const {record} = this.props;
        // Among the further buttons it goes with their list, which closes on a click;
        // the services of a component that is gone answer nothing.
        const {action, orm} = this.env.services;
        if (!(await record.save())) {
            return;
        }
        const opened = await orm.call("enova.folder.item", "action_open_folders_of", [
            record.resModel,
            record.resId,
        ]);
        await action.doAction(opened, {
            onClose: () => status(this) !== "destroyed" && this.load(),
        });
    }
}

registry.category("view_widgets").add("enova_folder_button", {
    component: FolderButton,
});
