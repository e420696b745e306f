import {useState} from "@odoo/owl";
import {useAutofocus} from "@web/core/utils/hooks";

/**
 * What the two entries of the quick log share: the subject has the focus, Enter saves
 * once, Escape closes, and what was typed stays when the server refuses.
 *
 * @param {Object} params
 * @param {() => Promise} params.save
 * @param {() => void} params.close
 */
export function useEntry({save, close}) {
    useAutofocus({refName: "subject", selectAll: true, mobile: true});
    const entry = useState({
        saving: false,
        async submit() {
            if (entry.saving) {
                return;
            }
            entry.saving = true;
            try {
                await save();
            } finally {
                entry.saving = false;
            }
        },
        onKeydown(ev) {
            if (ev.isComposing) {
                return;
            }
            if (ev.key === "Escape") {
                ev.preventDefault();
                ev.stopPropagation();
                close();
            } else if (ev.key === "Enter" && ev.target.name === "subject") {
                ev.preventDefault();
                ev.stopPropagation();
                entry.submit();
            }
        },
    });
    return entry;
}
