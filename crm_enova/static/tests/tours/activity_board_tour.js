import {registry} from "@web/core/registry";

const done = ".o_kanban_group:contains('Done')";
const moreBelow = (card) =>
    `${done}:has(.o_kanban_record:contains('${card}')) .o_kanban_load_more:contains('1+ remaining') button`;

/** On the board: a closed column says that it was not counted to its end. */
registry.category("web_tour.tours").add("enova_activity_board", {
    steps: () => [
        {
            content: "What is open is counted",
            trigger:
                ".o_kanban_group:contains('Planned') .o_kanban_counter:has([data-tooltip='5 Upcoming']) .o_animated_number:contains('5')",
        },
        {
            content: "Folded, it was counted up to the limit of the view",
            trigger: `${done}.o_column_folded .o_column_title:contains('(3+)')`,
            run: "click",
        },
        {
            content: "Unfolded, too",
            trigger: `${done}:not(.o_column_folded) .o_kanban_counter:has([data-tooltip='3+ Other']) b:contains('3+')`,
        },
        {trigger: moreBelow("Closed 3"), run: "click"},
        {
            content: "More is loaded than was counted, until nothing is left",
            trigger: moreBelow("Closed 1"),
            run: "click",
        },
        {
            trigger: `${done}:has(.o_kanban_record:contains('Closed 0')):not(:has(.o_kanban_load_more))`,
        },
        {
            content: "What is moved away leaves it uncounted",
            trigger: `${done} .o_kanban_record:contains('Closed 0')`,
            run: "drag_and_drop (.o_kanban_group:contains('In progress'))",
        },
        {
            trigger: `.o_kanban_group:contains('In progress') .o_kanban_record:contains('Closed 0')`,
        },
        {trigger: `${done} .o_kanban_counter b:contains('3+')`},
    ],
});
