import {registry} from "@web/core/registry";

const column = (name) => `.o_list_table th[data-name='${name}']`;

/** A column that costs something is read once somebody shows it, and kept. */
registry.category("web_tour.tours").add("enova_contractor_list", {
    steps: () => [
        {
            content: "The last contact is there from the beginning",
            trigger: `.o_list_view:has(${column("last_contact_date")}) .o_data_row:contains('Młyn')`,
        },
        {
            trigger: `.o_list_view:not(:has(${column("enova_turnover")}))`,
        },
        {
            content: "NIP and telephone in full; what would be cut is there on demand",
            trigger: `.o_list_view:not(:has(${column("email")})) ${column("vat")}`,
            run() {
                const widths = {vat: 100, phone: 130};
                for (const [name, width] of Object.entries(widths)) {
                    const head = document.querySelector(column(name));
                    if (head.getBoundingClientRect().width < width) {
                        throw new Error(`there is no room for ${name}`);
                    }
                }
            },
        },
        {
            trigger: ".o_optional_columns_dropdown button",
            run: "click",
        },
        {
            trigger: ".o-dropdown-item:contains('Turnover this year') input",
            run: "click",
        },
        {
            content: "The figure comes with the column",
            trigger: `.o_list_view:has(${column("enova_turnover")}) .o_data_row:contains('Młyn') td[name=enova_turnover]:contains('750')`,
        },
        {
            content: "It is still there when the list is opened anew",
            trigger: ".o_data_row:contains('Młyn') td[name=complete_name]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_enova_name",
        },
        {
            trigger: ".o_back_button, .breadcrumb-item a:contains('Contractors')",
            run: "click",
        },
        {
            trigger: `.o_data_row:contains('Młyn') td[name=enova_turnover]:contains('750')`,
        },
    ],
});
