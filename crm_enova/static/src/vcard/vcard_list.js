import {Dropzone} from "@web/core/dropzone/dropzone";
import {useCustomDropzone} from "@web/core/dropzone/dropzone_hook";
import {registry} from "@web/core/registry";
import {listView} from "@web/views/list/list_view";
import {LazyListController, LazyListRenderer} from "../lists/lazy_columns";
import {importVcardFiles} from "./vcard_files";

/** Says what may be dropped here. */
class VcardDropzone extends Dropzone {
    static template = "crm_enova.VcardDropzone";
}

/** A list of partners into which business cards can be dropped. */
export class VcardListController extends LazyListController {
    setup() {
        super.setup();
        useCustomDropzone(
            this.rootRef,
            VcardDropzone,
            {onDrop: (ev) => importVcardFiles(this.env, [...ev.dataTransfer.files])},
            () => this.activeActions.create
        );
    }
}

registry.category("views").add("enova_vcard_list", {
    ...listView,
    Controller: VcardListController,
    Renderer: LazyListRenderer,
});
