import {user} from "@web/core/user";

const HITS = 8;
export const SHORTEST = 3;

/** @returns {Promise<boolean>} whether the user works with the CRM */
export function isCrmUser() {
    return user.hasGroup("crm_enova.crm_enova_group_own");
}

/** Whether what was typed is a telephone number rather than a name. */
export function isPhone(text) {
    return /^[\d\s+()./-]+$/.test(text) && text.replace(/\D/g, "").length >= SHORTEST;
}

/**
 * Find who rings by name, tax number or telephone, in any writing.
 *
 * @param {Object} orm service
 * @param {string} text as typed
 * @returns {Promise<{id: number, name: string, phone: string, partnerId: number,
 *  contactId: number|false}[]>}
 */
export async function findCallers(orm, text) {
    const found = await orm.silent.searchRead(
        "res.partner",
        [
            ["display_name", "ilike", text],
            // neither own staff nor own companies
            "|",
            ["contractor_status", "!=", false],
            ["parent_id", "!=", false],
        ],
        ["display_name", "phone", "commercial_partner_id"],
        {limit: HITS}
    );
    return found.map(({id, display_name, phone, commercial_partner_id}) => {
        const partnerId = commercial_partner_id ? commercial_partner_id[0] : id;
        const contactId = partnerId === id ? false : id;
        return {id, name: display_name, phone: phone || "", partnerId, contactId};
    });
}

/** The form of a contractor or of a person there. */
export function openPartnerAction(id) {
    return {
        type: "ir.actions.act_window",
        res_model: "res.partner",
        res_id: id,
        views: [[false, "form"]],
    };
}
