import {browser} from "@web/core/browser/browser";
import {extractFieldsFromArchInfo} from "@web/model/relational_model/utils";
import {ListController} from "@web/views/list/list_controller";
import {ListRenderer} from "@web/views/list/list_renderer";

/**
 * Columns with `options="{'enova_lazy': True}"` are read when somebody shows them: core
 * reads all optional columns, and figures that nobody looks at would be counted for
 * each page.
 */
const isLazy = (column) => Boolean(column.optional && column.options?.enova_lazy);

/** Under which core keeps what is shown; its own name changes with what is read. */
const storageName = (resModel, viewId) => `${resModel},list,${viewId},enova`;

function isShown(column, resModel, viewId) {
    const key = `optional_fields,${storageName(resModel, viewId)}`;
    const kept = browser.localStorage.getItem(key);
    return kept === null
        ? column.optional === "show"
        : kept.split(",").includes(column.name);
}

/** Reads what is shown, and nothing of the lazy columns beyond that. */
export class LazyListController extends ListController {
    get modelParams() {
        const params = super.modelParams;
        const {archInfo, env, props} = this;
        const all = extractFieldsFromArchInfo(archInfo, props.fields).activeFields;
        const activeFields = {...params.config.activeFields};
        for (const column of archInfo.columns.filter(isLazy)) {
            if (isShown(column, props.resModel, env.config.viewId)) {
                activeFields[column.name] ||= all[column.name];
            } else {
                delete activeFields[column.name];
            }
        }
        return {...params, config: {...params.config, activeFields}};
    }
}

/** Reads a lazy column before it is shown for the first time. */
export class LazyListRenderer extends ListRenderer {
    createViewKey() {
        return storageName(this.props.list.resModel, this.env.config.viewId);
    }

    async toggleOptionalField(name) {
        const {list, archInfo} = this.props;
        const {activeFields} = list.model.config;
        if (!this.optionalActiveFields[name] && !(name in activeFields)) {
            const all = extractFieldsFromArchInfo(archInfo, list.fields);
            activeFields[name] = all.activeFields[name];
            await list.model.load();
        }
        return super.toggleOptionalField(name);
    }
}
