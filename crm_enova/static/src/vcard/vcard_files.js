import {_t} from "@web/core/l10n/translation";
import {getDataURLFromFile} from "@web/core/utils/urls";

// The server refuses more as well; here nobody waits for an upload in vain.
const MAX_MEGABYTES = 20;

/**
 * Sends vCard files to the server, and shows their lines.
 *
 * @param {Object} env its services are used as they are: the menu that has asked for
 *  the files is gone when they are chosen
 * @param {File[]} files
 */
export async function importVcardFiles(env, files) {
    const {orm, action, notification, ui} = env.services;
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    if (bytes > MAX_MEGABYTES * 1024 * 1024) {
        const text = _t(
            "The files have more than %s MB together. Import them in parts.",
            MAX_MEGABYTES
        );
        notification.add(text, {type: "danger"});
        return;
    }
    ui.block({message: _t("Reading the business cards…")});
    try {
        const contents = await Promise.all(files.map(readFile));
        const method = "action_read_files";
        const window = await orm.call("enova.vcard.import", method, [contents]);
        await action.doAction(window);
    } finally {
        ui.unblock();
    }
}

async function readFile(file) {
    const url = await getDataURLFromFile(file);
    return {name: file.name, data: url.slice(url.indexOf(",") + 1)};
}

/**
 * Lets the user choose files; also on a telephone, where nothing can be dragged.
 *
 * @param {(files: File[]) => void} onChosen
 */
export function chooseVcardFiles(onChosen) {
    const input = document.createElement("input");
    Object.assign(input, {type: "file", multiple: true});
    input.accept = ".vcf,.vcard,text/vcard,text/x-vcard";
    input.className = "o_enova_vcard_input d-none";
    input.addEventListener("cancel", () => input.remove());
    input.addEventListener("change", () => {
        const files = [...input.files];
        input.remove();
        if (files.length) {
            onChosen(files);
        }
    });
    // some browsers forget an input that is not in the page
    document.body.append(input);
    input.click();
}
