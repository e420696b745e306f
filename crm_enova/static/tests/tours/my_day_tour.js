import {registry} from "@web/core/registry";

const row = (name) => `.o_data_row:contains('${name}')`;
const focus = (name) => ({
    content: `Go to ${name} with the keys`,
    trigger: row(name),
    run() {
        this.anchor.querySelector(".o_data_cell").focus();
    },
});
const group = (label, name) =>
    `.o_group_header:contains('${label}') ~ .o_data_row:contains('${name}')`;

/** A morning without the mouse. */
registry.category("web_tour.tours").add("enova_my_day", {
    steps: () => [
        {
            content: "Overdue, today, later: one screen",
            trigger: ".o_list_view:has(.o_group_header:contains('Overdue'))",
        },
        {trigger: group("Overdue", "Late")},
        {trigger: group("Today", "Now")},
        {trigger: group("Upcoming", "Later")},
        {trigger: ".o_enova_task_tabs [data-tab='mine'].btn-primary:contains('3')"},
        {
            content: "Down leads from the search into the list",
            trigger: ".o_searchview_input",
            run: "press ArrowDown",
        },
        {
            trigger: ".o_list_renderer:has(:focus)",
        },
        focus("Late"),
        {trigger: row("Late"), run: "press 2"},
        {
            content: "Tomorrow it is not late any more",
            trigger: group("Upcoming", "Late"),
        },
        focus("Later"),
        {trigger: row("Later"), run: "press 1"},
        {trigger: group("Today", "Later")},
        focus("Now"),
        {trigger: row("Now"), run: "press d"},
        {trigger: `body:not(:has(${row("Now")}))`},
        {trigger: ".o_enova_task_tabs [data-tab='mine']:contains('2')"},
        {
            trigger: ".o_enova_task_tabs [data-tab='done']:contains('1')",
            run: "click",
        },
        {trigger: row("Now")},
        {
            trigger: ".o_enova_task_tabs [data-tab='unassigned']:contains('1')",
            run: "click",
        },
        {trigger: row("Nobody's")},
        {
            trigger: ".o_enova_task_tabs [data-tab='given']:contains('1')",
            run: "click",
        },
        {trigger: row("For a colleague")},
        {
            trigger: ".o_enova_task_tabs [data-tab='mine']",
            run: "click",
        },
        focus("Later"),
        {trigger: row("Later"), run: "press o"},
        {
            content: "The contractor of the task",
            trigger: ".o_form_view .o_enova_crm_page, .o_form_view:contains('Młyn')",
        },
        {trigger: ".o_back_button", run: "click"},
        focus("Later"),
        {trigger: row("Later"), run: "press n"},
        {trigger: ".o_form_view .o_field_widget[name='type_id']"},
    ],
});
