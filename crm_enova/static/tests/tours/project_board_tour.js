import {registry} from "@web/core/registry";

const modal = ".modal:contains('Close projects')";

/** On the board: a card that is dropped on Lost asks why, and where tasks go. */
registry.category("web_tour.tours").add("enova_project_board", {
    steps: () => [
        {
            content: "Dropped on a column that is folded",
            trigger: ".o_kanban_record:contains('New line')",
            run: "drag_and_drop (.o_kanban_group:contains('Lost'))",
        },
        {
            content: "Given up, it stays where it was",
            trigger: `${modal} footer button[special='cancel']`,
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_kanban_group:contains('Planned') .o_kanban_record:contains('New line')",
            run: "drag_and_drop (.o_kanban_group:contains('Lost'))",
        },
        {trigger: `${modal} .o_field_widget[name='outcome'] input:checked`},
        {
            trigger: `${modal} .o_field_widget[name='reason_id'] input`,
            run: "edit Price",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains('Price') > a",
            run: "click",
        },
        {
            trigger: `${modal} footer button[name='action_confirm']`,
            run: "click",
        },
        {
            content: "It is gone from the board of open ones",
            trigger:
                "body:not(:has(.modal)) .o_kanban_view:not(:contains('New line')) .o_kanban_record:contains('Goes on')",
            run: "drag_and_drop (.o_kanban_group:contains('In progress'))",
        },
        {
            content: "Where nothing is asked a card just moves",
            trigger:
                ".o_kanban_group:contains('In progress') .o_kanban_record:contains('Goes on')",
        },
        {
            content: "What was pulled can be taken back",
            trigger:
                ".o_notification:contains('Goes on') .o_notification_buttons button:contains('Undo')",
        },
    ],
});

/** On the form: a task is added and done where the project is. */
registry.category("web_tour.tours").add("enova_project_tasks", {
    steps: () => [
        {
            trigger:
                ".o_field_widget[name='enova_activity_ids'] .o_data_row:contains('Measure the hall')",
        },
        {
            trigger:
                ".o_field_widget[name='enova_activity_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name='name'] :is(input, textarea)",
            run: "edit Send the offer",
        },
        {
            content: "Contractor and responsible are the project's",
            trigger:
                ".modal .o_field_widget[name='partner_id'] input:value('Młyn Lubelski')",
        },
        {
            trigger: ".modal footer .o_form_button_save",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_data_row:contains('Send the offer')",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger:
                ".o_form_saved .o_data_row:contains('Send the offer') button[name='action_ask_done'], .o_form_view:not(:has(.o_form_button_save:visible)) .o_data_row:contains('Send the offer') button[name='action_ask_done']",
            run: "click",
        },
        {
            content: "Nothing to ask: it is done by one click",
            trigger: ".o_data_row:contains('Send the offer'):contains('Done')",
        },
    ],
});
