import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {chooseFiles, uploadFiles, uploadRoutes} from "../files/file_upload";

// what is dropped on a folder is put into it, by those who add, too
uploadRoutes["enova.folder"] = "/crm_enova/folder/upload";

/** Puts files into a folder, many at once; on a phone, what its camera sees. */
export class FolderUpload extends Component {
    static template = "crm_enova.FolderUpload";
    static props = {...standardWidgetProps};

    async onClick() {
        const {record} = this.props;
        if (!(await record.save())) {
            return;
        }
        const {resId: id, resModel: model, data} = record;
        chooseFiles(async (files) => {
            await uploadFiles(this.env, {model, id, name: data.name}, files);
            await record.load();
        });
    }
}

registry.category("view_widgets").add("enova_folder_upload", {
    component: FolderUpload,
});
