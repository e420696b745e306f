import {Component} from "@odoo/owl";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {registry} from "@web/core/registry";
import {exprToBoolean} from "@web/core/utils/strings";
import {STATIC_ACTIONS_GROUP_NUMBER} from "@web/search/action_menus/action_menus";
import {chooseVcardFiles, importVcardFiles} from "./vcard_files";

/** The entry of the gear menu above lists of contractors and of business cards. */
export class VcardMenu extends Component {
    static template = "crm_enova.VcardMenu";
    static components = {DropdownItem};
    static props = {};

    choose() {
        const {env} = this;
        chooseVcardFiles((files) => importVcardFiles(env, files));
    }
}

function isDisplayed({config, searchModel, services}) {
    const app = services.menu.getCurrentApp();
    return (
        searchModel?.resModel === "res.partner" &&
        app?.xmlid === "crm_enova.crm_enova_menu_root" &&
        ["kanban", "list"].includes(config.viewType) &&
        exprToBoolean(config.viewArch.getAttribute("create"), true)
    );
}

registry.category("cogMenu").add(
    "enova-vcard-menu",
    {
        Component: VcardMenu,
        groupNumber: STATIC_ACTIONS_GROUP_NUMBER,
        isDisplayed,
    },
    {sequence: 2}
);
