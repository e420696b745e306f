import {_t} from "@web/core/l10n/translation";

/** What stands below a list that goes on: a sentence, as languages order it their way. */
export function moreLabel(count) {
    return _t("%s more", count);
}
