import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {url} from "@web/core/utils/urls";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

/** Shows a file as far as a browser can, and as its text where it cannot. */
export class FilePreview extends Component {
    static template = "crm_enova.FilePreview";
    static props = {fileId: Number};

    setup() {
        this.orm = useService("orm");
        this.state = useState({kind: "", text: "", name: ""});
        onWillStart(() => this.load(this.props.fileId));
        onWillUpdateProps(
            (next) => next.fileId !== this.props.fileId && this.load(next.fileId)
        );
    }

    async load(fileId) {
        const method = "enova_preview";
        Object.assign(
            this.state,
            await this.orm.call("ir.attachment", method, [fileId])
        );
    }

    get source() {
        const path = `/web/content/${this.props.fileId}`;
        return this.state.kind === "pdf"
            ? `/web/static/lib/pdfjs/web/viewer.html?file=${encodeURIComponent(url(path))}#pagemode=none`
            : path;
    }
}

export class FilePreviewDialog extends Component {
    static template = "crm_enova.FilePreviewDialog";
    static components = {Dialog, FilePreview};
    static props = {fileId: Number, name: String, close: Function};
}

class FilePreviewWidget extends Component {
    static template = "crm_enova.FilePreviewWidget";
    static components = {FilePreview};
    static props = {...standardWidgetProps};

    get fileId() {
        return this.props.record.data.attachment_id?.id;
    }
}

registry.category("view_widgets").add("enova_file_preview", {
    component: FilePreviewWidget,
    fieldDependencies: [{name: "attachment_id", type: "many2one"}],
});
