import {registry} from "@web/core/registry";

const row = (name) => `.o_data_row:has(.o_data_cell[name='name']:text('${name}'))`;
const focus = (name) => ({
    content: `Go to ${name} with the keys`,
    trigger: row(name),
    run() {
        this.anchor.querySelector(".o_data_cell").focus();
    },
});
const group = (label) => ({trigger: `.o_group_header:contains('${label}')`});
const onlyIn = (label, name) => ({
    content: `${name} is the one of ${label}`,
    trigger: `.o_group_header:contains('${label} (1)') + ${row(name)}`,
});

/** A morning without the mouse. */
registry.category("web_tour.tours").add("enova_my_day", {
    steps: () => [
        {
            content: "Overdue, today, later: one screen",
            trigger: ".o_list_view:has(.o_group_header:contains('Overdue'))",
        },
        onlyIn("Overdue", "Late"),
        {
            content: "The date says that it is late; the row is not coloured twice",
            trigger: `${row("Late")}:has([name='date_due'] .o_enova_alarm):not(.o_enova_painted)`,
        },
        {
            content: "The hour stands beside the day",
            trigger: `${row("Now")}:has([name='date_due'] .o_enova_due:contains('Today'):contains(':30'))`,
        },
        onlyIn("Today", "Now"),
        onlyIn("Upcoming", "Later"),
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
        {
            content: "Go on at once, before the list is there again",
            trigger: row("Late"),
            async run({press}) {
                await press("2");
                const later = [...document.querySelectorAll(".o_data_row")].at(-1);
                later.querySelector(".o_data_cell").focus();
            },
        },
        {
            content: "Tomorrow it is not late any more",
            trigger: ".o_group_header:contains('Overdue (0)')",
        },
        group("Upcoming (2)"),
        {
            content: "The focus is where one has gone to",
            trigger: `${row("Later")}:has(:focus)`,
            run: "press 1",
        },
        group("Today (2)"),
        onlyIn("Upcoming", "Late"),
        focus("Now"),
        {trigger: row("Now"), run: "press d"},
        {trigger: `body:not(:has(${row("Now")}))`},
        {
            content: "A slip is taken back",
            trigger:
                ".o_notification:contains('Now') .o_notification_buttons button:contains('Undo')",
            run: "click",
        },
        {trigger: ".o_notification:contains('Taken back')"},
        {trigger: row("Now")},
        {
            content: "One click does the same as the key",
            trigger: `${row("Now")} button[name='action_ask_done']`,
            run: "click",
        },
        {trigger: `body:not(:has(${row("Now")}))`},
        {trigger: ".o_enova_task_tabs [data-tab='mine']:contains('2')"},
        {
            trigger: ".o_enova_task_tabs [data-tab='done']:contains('1')",
            run: "click",
        },
        {
            content: "When it was done, and no group without a name",
            trigger: `.o_list_view:not(:has(.o_group_header)) ${row("Now")}:has([name='date_done']:contains('Today'))`,
        },
        {trigger: ".o_list_view:not(:has(th[data-name='date_due']))"},
        {
            trigger: ".o_enova_task_tabs [data-tab='unassigned']:contains('1')",
            run: "click",
        },
        {trigger: row("Nobody's")},
        {
            trigger: ".o_enova_task_tabs [data-tab='given']:contains('1')",
            run: "click",
        },
        {
            content: "Whoever gives wants to know to whom",
            trigger: `${row("For a colleague")}:has([name='user_id']:contains('Crm All'))`,
        },
        {
            content: "What is empty in all rows is no column",
            trigger: ".o_list_view:not(:has(th[data-name='partner_phone']))",
        },
        {
            trigger: ".o_enova_task_tabs [data-tab='all']:contains('3')",
            run: "click",
        },
        {trigger: row("For a colleague")},
        {trigger: row("Later")},
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
