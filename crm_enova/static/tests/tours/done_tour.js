import {registry} from "@web/core/registry";

const row = (name) => `.o_data_row:has(.o_data_cell[name='name']:text('${name}'))`;
const focus = (name) => ({
    trigger: row(name),
    run() {
        this.anchor.querySelector(".o_data_cell").focus();
    },
});
const asked = (name, contractor) => ({
    content: `The window says that it is about ${name}`,
    trigger: `.modal .o_enova_done_what:contains('${name}'):contains('${contractor}')`,
});
const answer = (text) => ({
    trigger: ".modal .o_field_widget[name='result'] textarea",
    run: `edit ${text}`,
});
const press = (name) => ({
    trigger: `.modal footer button[name='${name}']:visible`,
    run: "click",
});

/** One call after the other, each with what came of it; the last was a slip. */
registry.category("web_tour.tours").add("enova_done_and_next", {
    steps: () => [
        focus("Call first"),
        {trigger: row("Call first"), run: "press d"},
        asked("Call first", "Młyn"),
        answer("Zamówią"),
        press("action_confirm_next"),
        asked("Call second", "Hurtownia"),
        answer("Nie odbiera"),
        press("action_confirm"),
        {trigger: `body:not(:has(.modal)):not(:has(${row("Call second")}))`},
        {
            trigger:
                ".o_notification:contains('Call second') .o_notification_buttons button",
            run: "click",
        },
        {trigger: row("Call second")},
        {trigger: `body:not(:has(${row("Call first")}))`},
    ],
});

/** The same on a telephone: a card, a finger, and a number to call. */
registry.category("web_tour.tours").add("enova_task_cards", {
    steps: () => [
        {
            content: "Each card calls",
            trigger:
                ".o_kanban_record:contains('Call first') a.o_enova_touch[href^='tel:+48']",
        },
        {
            trigger:
                ".o_kanban_record:contains('Buy paper') button[name='action_ask_done']",
            run: "click",
        },
        {trigger: ".o_kanban_view:not(:contains('Buy paper'))"},
        {
            trigger:
                ".o_notification:contains('Buy paper') .o_notification_buttons button",
            run: "click",
        },
        {trigger: ".o_kanban_record:contains('Buy paper')"},
    ],
});
