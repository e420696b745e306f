import {registry} from "@web/core/registry";

function choose(field, text) {
    return [
        {
            trigger: `.modal .o_field_widget[name='${field}'] input`,
            run: `edit ${text}`,
        },
        {
            trigger: `.o-autocomplete--dropdown-item:contains('${text}') > a`,
            run: "click",
        },
    ];
}

/** From a task: the van is taken, the offered time is taken instead, and shows. */
registry.category("web_tour.tours").add("enova_reservation", {
    steps: () => [
        {
            trigger: ".o_statusbar_buttons button[name='action_reserve']",
            run: "click",
        },
        {
            content: "Time, person and contractor are filled in",
            trigger:
                ".modal .o_field_widget[name='partner_id'] input:value('Młyn'), .modal .o_field_widget[name='partner_id']:contains('Młyn')",
        },
        ...choose("resource_id", "Van 1"),
        {
            content: "It says before it is tried, and offers another time",
            trigger:
                ".modal .alert-danger:visible:contains('It is taken at that time')",
        },
        {
            trigger: ".modal .o_field_widget[name='take_offer'] input",
            run: "click",
        },
        {
            trigger: ".modal:not(:has(.alert-danger:visible))",
        },
        {
            trigger: ".modal footer .o_form_button_save, .modal .o_form_button_save",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) button[name='action_open_reservations']:contains('1')",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains('Van 1'):contains('Confirmed')",
        },
        {
            trigger: ".o_switch_view.o_calendar",
            run: "click",
        },
        {
            content: "It stands in the calendar",
            trigger: ".o_calendar_view",
        },
    ],
});
