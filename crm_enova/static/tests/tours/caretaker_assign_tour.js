import {registry} from "@web/core/registry";

function person(name) {
    return [
        {
            trigger: ".modal .o_field_widget[name='user_ids'] input",
            run: `edit ${name}`,
        },
        {
            trigger: `.o-autocomplete--dropdown-item:contains('${name}') > a`,
            run: "click",
        },
        {
            trigger: `.modal .o_field_widget[name='user_ids'] .o_tag:contains('${name}')`,
        },
    ];
}

/** Four contractors are shared out between two people; one of them has somebody. */
registry.category("web_tour.tours").add("enova_caretaker_assign", {
    steps: () => [
        {
            trigger: ".o_searchview_input",
            run: "edit Zakład",
        },
        {
            trigger: ".o_searchview_input",
            run: "press Enter",
        },
        {
            trigger:
                ".o_list_view:contains('Zakład 4'):not(:contains('Młyn Lubelski'))",
        },
        {
            trigger: "thead .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_cp_action_menus button:contains('Actions')",
            run: "click",
        },
        {
            trigger: ".o-dropdown-item:contains('Assign caretakers')",
            run: "click",
        },
        {
            content: "It is about what was selected",
            trigger: ".modal .o_field_widget[name='partner_count']:contains('4')",
        },
        ...person("Crm Own"),
        ...person("Crm All"),
        {
            content: "It tells before it is done that one of them has a caretaker",
            trigger:
                ".modal .alert-warning:visible .o_field_widget[name='overlap_count']:contains('1')",
        },
        {
            trigger: ".modal .o_field_widget[name='overlap'] input[data-value='skip']",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name='reason'] input",
            run: "edit New region",
        },
        {
            trigger: ".modal footer button[name='action_confirm']",
            run: "click",
        },
        {
            content: "Shared out evenly, and whoever had somebody keeps them",
            trigger:
                "body:not(:has(.modal)) .o_data_row:contains('Zakład 1'):contains('Crm All')",
        },
        {
            trigger: ".o_data_row:contains('Zakład 2'):contains('Crm Own')",
        },
        {
            trigger: ".o_data_row:contains('Zakład 3'):contains('Crm All')",
        },
        {
            trigger: ".o_data_row:contains('Zakład 4'):contains('Crm Manager')",
        },
    ],
});
