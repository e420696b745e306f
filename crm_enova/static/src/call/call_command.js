import {Component} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {CallDialog} from "./call_dialog";
import {findCallers, isCrmUser, isPhone, SHORTEST} from "./callers";

const PAUSE = 200;

/**
 * A line of the palette that shows its own label. The name, by which the palette
 * filters, begins with what was typed: a hit found by a tax number, or by a telephone
 * number in another writing, has none of it in what it shows.
 */
export class CallCommand extends Component {
    static template = "crm_enova.CallCommand";
    static props = {icon: String, label: String, "*": true};
}

let latest = 0;

/** Wait until the typing pauses, so that a name does not cost a search a letter. */
async function isLatestAfterPause() {
    const mine = ++latest;
    await new Promise((resolve) => browser.setTimeout(resolve, PAUSE));
    return mine === latest;
}

function command(text, label, icon, action) {
    return {
        Component: CallCommand,
        name: `${text} ${label}`,
        props: {icon, label: label.toString()},
        action,
    };
}

/** After the palette has closed, which would take the focus back. */
function openDialog(env, props) {
    browser.setTimeout(() => env.services.dialog.add(CallDialog, props));
}

function callCommand(env, text, caller) {
    const {name, phone} = caller;
    const label = phone
        ? _t("Log a call: %(name)s (%(phone)s)", {name, phone})
        : _t("Log a call: %(name)s", {name});
    return command(text, label, "fa-phone", () => openDialog(env, {caller}));
}

function newCommand(env, text) {
    const label = _t("Log a call from an unknown number: %(phone)s", {phone: text});
    const unknown = text.trim();
    return command(text, label, "fa-plus", () => openDialog(env, {unknown}));
}

registry.category("command_provider").add("crm_enova.call", {
    async provide(env, {searchValue} = {}) {
        const text = (searchValue || "").trim();
        if (text.length < SHORTEST || !(await isCrmUser())) {
            return [];
        }
        if (!(await isLatestAfterPause())) {
            return [];
        }
        let callers;
        try {
            callers = await findCallers(env.services.orm, text);
        } catch {
            // the palette's other commands do not depend on the server
            return [];
        }
        if (!callers.length && isPhone(text)) {
            return [newCommand(env, searchValue)];
        }
        return callers.map((caller) => callCommand(env, searchValue, caller));
    },
});
