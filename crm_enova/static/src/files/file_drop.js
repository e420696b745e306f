import {useEffect} from "@odoo/owl";
import {useDropzone} from "@web/core/dropzone/dropzone_hook";
import {patch} from "@web/core/utils/patch";
import {FormController} from "@web/views/form/form_controller";
import {ListRenderer} from "@web/views/list/list_renderer";
import {uploadFiles} from "./file_upload";

// A file in the register is replaced; nothing is attached to its entry.
const OURS = /^enova\.(?!attachment$)/;
const INSIDE = "o_enova_file_over";

/** Forms of ours take files wherever they are dropped; each goes to the record. */
patch(FormController.prototype, {
    setup() {
        super.setup();
        if (!OURS.test(this.props.resModel) || this.env.inDialog) {
            return;
        }
        useDropzone(
            this.rootRef,
            (ev) => this.onEnovaFilesDropped([...ev.dataTransfer.files]),
            "o_enova_file_dropzone",
            () => Boolean(this.model.root.resId) && this.canEdit
        );
    },
    async onEnovaFilesDropped(files) {
        const {resId: id, resModel: model, data} = this.model.root;
        await uploadFiles(this.env, {model, id, name: data.display_name}, files);
        if (!(await this.model.root.isDirty())) {
            await this.model.root.load();
        }
    },
});

/** Rows of lists of ours take files, too: each goes to the record of its row. */
patch(ListRenderer.prototype, {
    setup() {
        super.setup();
        if (
            !OURS.test(this.props.list.resModel) ||
            this.props.nestedKeyOptionalFieldsData
        ) {
            return;
        }
        const handlers = {
            dragover: (ev) => this.onEnovaFileOver(ev),
            dragleave: (ev) => rowOf(ev)?.classList.remove(INSIDE),
            drop: (ev) => this.onEnovaFileDropped(ev),
        };
        useEffect(
            (el) => {
                const entries = Object.entries(el ? handlers : {});
                entries.forEach((entry) => el.addEventListener(...entry));
                return () =>
                    entries.forEach((entry) => el.removeEventListener(...entry));
            },
            () => [this.rootRef.el]
        );
    },
    onEnovaFileOver(ev) {
        const row = rowOf(ev);
        if (row) {
            ev.preventDefault();
            row.classList.add(INSIDE);
        }
    },
    async onEnovaFileDropped(ev) {
        const row = rowOf(ev);
        if (!row) {
            return;
        }
        ev.preventDefault();
        row.classList.remove(INSIDE);
        const record = recordsOf(this.props.list).find(({id}) => id === row.dataset.id);
        if (record?.resId) {
            const {resId: id, resModel: model, data} = record;
            const name = data.display_name || data.name;
            await uploadFiles(this.env, {model, id, name}, [...ev.dataTransfer.files]);
        }
    },
});

function rowOf(ev) {
    const hasFiles = ev.dataTransfer?.types.includes("Files");
    return hasFiles ? ev.target.closest(".o_data_row") : null;
}

function recordsOf(list) {
    return list.isGrouped
        ? list.groups.flatMap((group) => (group.list ? recordsOf(group.list) : []))
        : list.records;
}
