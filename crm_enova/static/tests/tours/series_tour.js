import {registry} from "@web/core/registry";

const preview = ".o_enova_series_preview";

/** Make a series of three, and move one of them: the others stay. */
registry.category("web_tour.tours").add("enova_series", {
    steps: () => [
        {
            trigger: ".o_statusbar_buttons button:contains('Repeat')",
            run: "click",
        },
        {
            content: "The days are there before anything is written",
            trigger: `.modal ${preview}:contains('10 in all')`,
        },
        {
            content: "A day on which there is to be none is picked, or typed",
            trigger: ".modal .o_field_widget[name='exceptions'] input",
            run: "edit 05/17/2099 && press Enter",
        },
        {
            trigger:
                ".modal .o_field_widget[name='exceptions'] .o_tag:contains('05/17/2099')",
        },
        {
            trigger: `.modal ${preview}:contains('9 in all')`,
        },
        {
            trigger: ".modal .o_field_widget[name='exceptions'] .o_tag .o_delete",
            run: "click",
        },
        {
            trigger: `.modal ${preview}:contains('10 in all')`,
        },
        {
            trigger: ".modal .o_field_widget[name='count'] input",
            run: "edit 3",
        },
        {
            trigger: ".modal .o_field_widget[name='interval'] input",
            run: "click",
        },
        {
            trigger: `.modal ${preview}:contains('3 in all') li:contains('which is free')`,
        },
        {
            trigger: `.modal ${preview} .o_enova_alarm:contains('Stocktaking')`,
        },
        {
            trigger: ".modal button[name='action_confirm']",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) button[name='action_open_series']",
            run: "click",
        },
        {
            content: "Three of them, the second is to be moved",
            trigger: ".o_list_view:has(.o_data_row:eq(2)):not(:has(.o_data_row:eq(3)))",
        },
        {
            trigger: ".o_data_row:eq(1) .o_data_cell[name='name']",
            run: "click",
        },
        {
            trigger:
                ".o_form_view .o_field_widget[name='date_deadline'] button, .o_form_view .o_field_widget[name='date_deadline'] input",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name='date_deadline'] input",
            run: "edit 12/31/2099 && press Enter",
        },
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: ".o_form_saved"},
    ],
});
