/** Open an entry of the application's menu, as one does: its heading first. */
export function openMenu(heading, entry) {
    return [
        {
            content: `Open ${entry}`,
            trigger: `.o_menu_sections [data-menu-xmlid='crm_enova.${heading}']`,
            run: "click",
        },
        {
            trigger: `.o-dropdown-item[data-menu-xmlid='crm_enova.${entry}']`,
            run: "click",
        },
    ];
}
