import {BaseImportModel} from "@base_import/import_model";
import {patch} from "@web/core/utils/patch";

const POLISH = "windows-1250";

patch(BaseImportModel.prototype, {
    /** Offers the encoding of Polish files that spreadsheets write. */
    _getCSVFormattingOptions() {
        const options = super._getCSVFormattingOptions(...arguments);
        options.encoding.options.push(POLISH);
        return options;
    },
});
