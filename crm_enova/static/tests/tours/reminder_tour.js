import {registry} from "@web/core/registry";

const bell = ".o_enova_reminder_systray";
const notice = ".o_enova_reminder_notice";

/** Three reminders: one is put away, one put off, one opened. */
registry.category("web_tour.tours").add("enova_reminder", {
    steps: () => [
        {trigger: `${bell} .badge:contains('3')`},
        {
            content: "With contractor and day, as text",
            trigger: `${notice}:contains('First <b>call</b>'):contains('Młyn'):contains('Today')`,
        },
        {
            trigger: `${notice}:contains('First') button:contains('Put away')`,
            run: "click",
        },
        {trigger: `${bell} .badge:contains('2')`},
        {trigger: `body:not(:has(${notice}:contains('First')))`},
        {
            trigger: `${notice}:contains('Second') button:contains('In 15 minutes')`,
            run: "click",
        },
        {trigger: `${bell} .badge:contains('1')`, run: "click"},
        {
            trigger: ".o_enova_reminder_list li:contains('Third') .btn-link",
            run: "click",
        },
        {trigger: ".o_breadcrumb:contains('Third')"},
        {trigger: `body:not(:has(${bell})):not(:has(${notice}))`},
    ],
});
