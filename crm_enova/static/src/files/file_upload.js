import {_t} from "@web/core/l10n/translation";
import {checkFileSize} from "@web/core/utils/files";

const ROUTE = "/web/binary/upload_attachment";
/** Where files of some models go instead; the answer is the same. */
export const uploadRoutes = {};

/**
 * Attaches files to a record, says which were not taken, and which were there already.
 *
 * @param {Object} env its services are used as they are: the view may be gone when a
 *  large file has arrived
 * @param {{model: String, id: Number}} target
 * @param {File[]} files
 * @returns {Promise<Number[]>} ids of the new attachments
 */
export async function uploadFiles(env, target, files) {
    const {http, notification, orm} = env.services;
    const accepted = files.filter((file) => checkFileSize(file.size, notification));
    const ids = [];
    for (const file of accepted) {
        const [answer] = await send(http, target, file);
        if (answer.error) {
            notification.add(`${file.name}: ${answer.error}`, {type: "danger"});
        } else {
            ids.push(answer.id);
        }
    }
    if (ids.length) {
        tell(notification, target, ids);
        const known = await orm.call("ir.attachment", "enova_same_files", [ids]);
        for (const {name, known: names} of known) {
            const text = _t("%(name)s is there already: %(known)s", {
                name,
                known: names.join(", "),
            });
            notification.add(text, {type: "warning", sticky: true});
        }
    }
    return ids;
}

async function send(http, {model, id}, file) {
    const params = {csrf_token: odoo.csrf_token, model, id, ufile: [file]};
    return JSON.parse(await http.post(uploadRoutes[model] || ROUTE, params, "text"));
}

function tell(notification, target, ids) {
    const text = target.name
        ? _t("Added to %(name)s: %(count)s", {name: target.name, count: ids.length})
        : _t("Files added: %s", ids.length);
    notification.add(text, {type: "success"});
}

/**
 * Lets the user choose files.
 *
 * @param {(files: File[]) => void} onChosen
 * @param {Boolean} camera whether a telephone opens its camera at once
 */
export function chooseFiles(onChosen, camera = false) {
    const input = document.createElement("input");
    Object.assign(input, {type: "file", multiple: !camera});
    if (camera) {
        input.accept = "image/*";
        input.setAttribute("capture", "environment");
    }
    input.className = "o_enova_files_input d-none";
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
