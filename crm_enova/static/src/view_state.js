import {user} from "@web/core/user";

const FIELD = "enova_view_state";

/**
 * How somebody has left a screen of ours: on each of their computers alike.
 *
 * @param {string} name of the screen, or of a part of it
 */
export function readView(name) {
    return user.settings?.[FIELD]?.[name];
}

/**
 * Keep how somebody leaves a screen; what cannot be kept is no reason to stop.
 *
 * The server puts it beside what it has of other screens, and answers with all: another
 * tab may have changed those.
 */
export async function writeView(name, value) {
    if (user.settings?.id) {
        await user.setUserSettings(FIELD, {[name]: value});
    }
}
