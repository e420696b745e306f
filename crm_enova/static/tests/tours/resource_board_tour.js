import {registry} from "@web/core/registry";

const {DateTime} = luxon;

function rowOf(name) {
    const rows = [...document.querySelectorAll(".o_enova_board_row")];
    return rows.find((row) => row.querySelector("button").textContent.includes(name));
}

function trackOf(name) {
    return rowOf(name).querySelector(".o_enova_board_track");
}

/** A point of a row at an hour of today, on the board of a day. */
function point(name, hour) {
    const ms = DateTime.local().set({hour}).startOf("hour").toMillis();
    const column = document.querySelector(`.o_enova_board_column[data-from='${ms}']`);
    const {top, height} = trackOf(name).getBoundingClientRect();
    return {
        clientX: column.getBoundingClientRect().left + 1,
        clientY: top + height / 2,
    };
}

const wait = () => new Promise((resolve) => setTimeout(resolve, 100));

/** Press on something, pull it to a point, and let go. */
async function pull(target, from, to) {
    const fire = (node, type, at) =>
        node.dispatchEvent(
            new PointerEvent(type, {
                bubbles: true,
                cancelable: true,
                button: 0,
                pointerId: 1,
                ...at,
            })
        );
    fire(target, "pointerdown", from);
    await wait();
    fire(target, "pointermove", {...from, clientX: from.clientX + 12});
    await wait();
    fire(target, "pointermove", to);
    await wait();
    fire(target, "pointerup", to);
}

const DAY = [
    {trigger: ".o_view_scale_selector button", run: "click"},
    {trigger: ".o_scale_button_day", run: "click"},
    {trigger: ".o_enova_scale_day .o_enova_board_row:contains('Van 1')"},
];

/** Draw two hours on the row of a van: the window knows both. */
registry.category("web_tour.tours").add("enova_board_draw", {
    steps: () => [
        ...DAY,
        {
            trigger: ".o_enova_board_row:contains('Van 1') .o_enova_board_free",
            run: () => pull(trackOf("Van 1"), point("Van 1", 10), point("Van 1", 12)),
        },
        {
            trigger: ".modal .o_field_widget[name='resource_id'] input:value('Van 1')",
        },
        {
            content: "The drawn time stays in sight behind the window",
            trigger: ".o_enova_board_ghost:not(:visible), .o_enova_board_ghost",
        },
        {
            trigger: ".modal .o_field_widget[name='name'] input",
            run: "edit Trip to Lublin",
        },
        {trigger: ".modal .o_form_button_save", run: "click"},
        {
            trigger:
                "body:not(:has(.modal)) .o_enova_board_row:contains('Van 1') .o_enova_board_confirmed:contains('Trip to Lublin')",
        },
        {
            content: "Nothing is left of the drawing",
            trigger: ".o_enova_board:not(:has(.o_enova_board_ghost))",
        },
        {
            content: "A click on the bar opens it",
            trigger: ".o_enova_board_bar:contains('Trip to Lublin')",
            run: "click",
        },
        {
            trigger:
                ".modal .o_field_widget[name='name'] input:value('Trip to Lublin')",
        },
        {trigger: ".modal .btn-close", run: "click"},
        {trigger: "body:not(:has(.modal))"},
    ],
});

/** A bar is refused where the van is taken, and taken by another van. */
registry.category("web_tour.tours").add("enova_board_move", {
    steps: () => [
        ...DAY,
        {
            trigger:
                ".o_enova_board_row:contains('Van 1') .o_enova_board_bar:contains('Mine')",
            run() {
                return pull(this.anchor, point("Van 1", 10), point("Van 1", 14));
            },
        },
        {
            content: "Who has it, and when it is free",
            trigger:
                ".modal:contains('Van 1 is not free then'):contains('Theirs'):contains('Free next')",
        },
        {
            content: "The next free time is offered, as the form does",
            trigger:
                ".modal:has(.modal-title:contains('Free next')) footer .btn-primary:contains('Take that time')",
        },
        {trigger: ".modal footer .btn-secondary", run: "click"},
        {
            content: "It is back where it was",
            trigger:
                "body:not(:has(.modal)):not(:has(.o_enova_board_ghost)) .o_enova_board_row:contains('Van 1') .o_enova_board_bar:contains('Mine')",
            run() {
                return pull(this.anchor, point("Van 1", 10), point("Van 2", 14));
            },
        },
        {
            trigger:
                ".o_enova_board_row:contains('Van 2') .o_enova_board_bar:contains('Mine')",
            run() {
                const end = this.anchor.querySelector("[data-end='stop']");
                return pull(end, point("Van 2", 15), point("Van 2", 16));
            },
        },
        {
            content: "What was pulled can be taken back",
            trigger:
                ".o_notification:contains('Mine') .o_notification_buttons button:contains('Undo')",
        },
        {
            content: "It is an hour longer",
            trigger:
                "body:not(:has(.o_enova_board_ghost)) .o_enova_board_bar[aria-label*='16:00']:contains('Mine'), body:not(:has(.o_enova_board_ghost)) .o_enova_board_bar[aria-label*='4 PM']:contains('Mine'), body:not(:has(.o_enova_board_ghost)) .o_enova_board_bar[aria-label*='4:00']:contains('Mine')",
        },
    ],
});

/** A bar is refused, and the offered time is taken. */
registry.category("web_tour.tours").add("enova_board_offer", {
    steps: () => [
        ...DAY,
        {
            trigger:
                ".o_enova_board_row:contains('Van 1') .o_enova_board_bar:contains('Mine')",
            run() {
                return pull(this.anchor, point("Van 1", 10), point("Van 1", 14));
            },
        },
        {
            trigger: ".modal footer .btn-primary:contains('Take that time')",
            run: "click",
        },
        {
            content: "It stands behind what was in the way",
            trigger:
                "body:not(:has(.modal)):not(:has(.o_enova_board_ghost)) .o_enova_board_bar[aria-label*='17:00']:contains('Mine'), body:not(:has(.modal)):not(:has(.o_enova_board_ghost)) .o_enova_board_bar[aria-label*='5 PM']:contains('Mine'), body:not(:has(.modal)):not(:has(.o_enova_board_ghost)) .o_enova_board_bar[aria-label*='5:00']:contains('Mine')",
        },
    ],
});

/** What one may not know is grey, says nothing, and stays where it is. */
registry.category("web_tour.tours").add("enova_board_busy", {
    steps: () => [
        ...DAY,
        {
            trigger:
                ".o_enova_board_row:contains('Van 1') .o_enova_board_busy[aria-label^='Busy']:not(:has(.o_enova_board_handle))",
            async run() {
                await pull(this.anchor, point("Van 1", 10), point("Van 1", 14));
                this.anchor.click();
                await wait();
            },
        },
        {trigger: "body:not(:has(.modal)):not(:contains('Secret'))"},
        {trigger: ".o_enova_board:not(:has(.o_enova_board_ghost))"},
    ],
});

/** Along the dates and scales, and from a resource to its own board. */
registry.category("web_tour.tours").add("enova_board_walk", {
    steps: () => [
        ...DAY,
        {trigger: ".o_enova_board_title", run: "click"},
        {
            trigger:
                ".o_datetime_picker .o_date_item_cell:not(.o_out_of_range):contains(/^15$/)",
            run: "click",
        },
        {
            content: "The day that was chosen",
            trigger: ".o_enova_board_title:contains('15')",
        },
        {trigger: ".o_view_scale_selector button", run: "click"},
        {trigger: ".o_scale_button_month", run: "click"},
        {
            content: "A column for each day",
            trigger: ".o_enova_scale_month .o_enova_board_column:nth-child(28)",
        },
        {trigger: "button[title='Next']", run: "click"},
        {trigger: ".o_enova_board:not(:has(.o_enova_board_today))"},
        {trigger: ".o_enova_board_go_today", run: "click"},
        {trigger: ".o_enova_board_column.o_enova_board_today"},
        {trigger: ".o_enova_board_hours:not(.active)", run: "click"},
        {trigger: ".o_enova_board_hours.active", run: "click"},
        {
            content: "Rows are folded by category",
            trigger: ".o_enova_board_group button:contains('Vehicles')",
            run: "click",
        },
        {
            trigger: ".o_enova_board:not(:has(.o_enova_board_row:contains('Van 1')))",
        },
        {
            trigger: ".o_enova_board_group button:contains('Vehicles')",
            run: "click",
        },
        {trigger: ".o_enova_board_name:contains('Van 1')", run: "click"},
        {trigger: "button[name='action_open_board']", run: "click"},
        {
            content: "This one alone, two weeks",
            trigger:
                ".o_enova_scale_fortnight:not(:has(.o_enova_board_row:contains('Van 2'))) .o_enova_board_row:contains('Van 1')",
        },
    ],
});
