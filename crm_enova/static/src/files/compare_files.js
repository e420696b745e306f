import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {deserializeDateTime, toLocaleDateTimeString} from "@web/core/l10n/dates";
import {Dialog} from "@web/core/dialog/dialog";
import {registry} from "@web/core/registry";
import {FilePreview} from "./file_preview";

/** An earlier version beside the present one, or what differs between their texts. */
export class CompareFilesDialog extends Component {
    static template = "crm_enova.CompareFilesDialog";
    static components = {Dialog, FilePreview};
    static props = {
        // the earlier one, then the present one
        files: Array,
        lines: {type: [Array, {value: null}]},
        is_cut: Boolean,
        close: Function,
    };

    setup() {
        this.state = useState({isText: Boolean(this.props.lines)});
        this.labels = [_t("Earlier version"), _t("Present version")];
        this.signs = {gone: "−", new: "+"};
        this.tags = {gone: "del", new: "ins"};
    }

    date({date}) {
        return toLocaleDateTimeString(deserializeDateTime(date));
    }
}

registry.category("actions").add("crm_enova.compare_files", (env, {params}) => {
    env.services.dialog.add(CompareFilesDialog, params);
});
