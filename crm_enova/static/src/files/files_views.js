import {useDropzone} from "@web/core/dropzone/dropzone_hook";
import {registry} from "@web/core/registry";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {listView} from "@web/views/list/list_view";
import {ListController} from "@web/views/list/list_controller";
import {chooseFiles, uploadFiles} from "./file_upload";
import {FilePreviewDialog} from "./file_preview";

/** What both views of the archive do with files. */
const Files = (Controller) =>
    class extends Controller {
        setup() {
            super.setup();
            useDropzone(
                this.rootRef,
                (ev) => this.addFiles([...ev.dataTransfer.files]),
                "o_enova_file_dropzone",
                () => Boolean(this.filesTarget)
            );
        }

        /** The record to which what is dropped goes: that from which one came here. */
        get filesTarget() {
            const {enova_model: model, enova_id: id} = this.props.context;
            return model && id ? {model, id} : null;
        }

        openAddWindow() {
            this.env.services.action.doAction("crm_enova.enova_attachment_add_action", {
                additionalContext: this.props.context,
                onClose: () => this.model.load(),
            });
        }

        photograph() {
            chooseFiles((files) => this.addFiles(files), true);
        }

        async addFiles(files) {
            await uploadFiles(this.env, this.filesTarget, files);
            await this.model.load();
        }

        /** A click shows the file; its record and its entry have buttons of their own. */
        async openRecord(record) {
            this.env.services.dialog.add(FilePreviewDialog, {
                fileId: record.resId,
                name: record.data.name || "",
            });
        }
    };

const BUTTONS = {buttonTemplate: "crm_enova.FilesButtons"};

const views = registry.category("views");
views.add("enova_files_list", {
    ...listView,
    ...BUTTONS,
    Controller: class FilesListController extends Files(ListController) {},
});
views.add("enova_files_kanban", {
    ...kanbanView,
    ...BUTTONS,
    Controller: class FilesKanbanController extends Files(KanbanController) {},
});
