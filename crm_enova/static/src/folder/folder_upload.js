import {Component, useRef, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {checkFileSize} from "@web/core/utils/files";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const ROUTE = "/crm_enova/folder/upload";

/** Puts files into a folder, many at once; on a phone, what its camera sees. */
export class FolderUpload extends Component {
    static template = "crm_enova.FolderUpload";
    static props = {...standardWidgetProps};

    setup() {
        this.http = useService("http");
        this.notification = useService("notification");
        this.input = useRef("input");
        this.state = useState({busy: false});
    }

    async onClick() {
        if (await this.props.record.save()) {
            this.input.el.click();
        }
    }

    async onChange() {
        const files = [...this.input.el.files];
        if (!files.every((file) => checkFileSize(file.size, this.notification))) {
            return;
        }
        this.state.busy = true;
        try {
            const answer = JSON.parse(
                await this.http.post(
                    ROUTE,
                    {
                        csrf_token: odoo.csrf_token,
                        id: this.props.record.resId,
                        ufile: files,
                    },
                    "text"
                )
            );
            if (answer.error) {
                this.notification.add(answer.error, {type: "danger"});
            }
            await this.props.record.load();
        } finally {
            this.input.el.value = null;
            this.state.busy = false;
        }
    }
}

registry.category("view_widgets").add("enova_folder_upload", {
    component: FolderUpload,
});
