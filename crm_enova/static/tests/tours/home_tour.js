import {registry} from "@web/core/registry";
import {isScrolled} from "./scroll_steps";

const block = (name) => `.o_enova_block[data-block='${name}']`;

/** From the page of the day: put off, close, hide, log a call. */
registry.category("web_tour.tours").add("enova_home", {
    steps: () => [
        {
            content: "The application opens on the day",
            trigger: `.o_enova_home ${block("late")} .o_enova_day_row:contains('Call the mill')`,
        },
        {
            content: "Eight of the news, and the rest on demand",
            trigger: `${block("news")} h5:contains('11')`,
        },
        {
            trigger: `${block("news")}:not(:contains('Answer 0')) .o_enova_more_rows:contains('3 more')`,
            run: "click",
        },
        {
            trigger: `${block("news")}:not(:has(.o_enova_more_rows)):contains('Answer 0')`,
        },
        isScrolled(".o_enova_home"),
        {
            content: "What is late is put off until tomorrow",
            trigger: `${block("late")} .o_enova_day_row:contains('Call the mill') .o_enova_tomorrow`,
            run: "click",
        },
        {
            trigger: `${block("late")}:not(:contains('Call the mill'))`,
        },
        {
            content: "The other one is done; its window asks for the result",
            trigger: `${block("late")} .o_enova_day_row:contains('Ask') .o_enova_done`,
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=result] textarea",
            run: "edit They take it",
        },
        {
            trigger: ".modal footer button[name=action_confirm]",
            run: "click",
        },
        {
            trigger: `.o_enova_home:not(:has(.o_enova_block[data-block='late']))`,
        },
        {
            content: "A block that nobody wants is hidden",
            trigger: ".o_enova_blocks",
            run: "click",
        },
        {
            trigger: ".o-dropdown-item[data-block='today']",
            run: "click",
        },
        {
            trigger: `.o_enova_home:not(:has(.o_enova_block[data-block='today']))`,
        },
        {
            trigger: ".o_enova_log_call:visible",
            run: "click",
        },
        {
            content: "The telephone window asks who it is",
            trigger: ".modal input",
        },
        {
            trigger: ".modal .btn-close",
            run: "click",
        },
        {
            content: "The list behind a figure",
            trigger: ".o_enova_figure[data-figure='today']",
            run: "click",
        },
        {
            trigger: ".o_list_view",
        },
    ],
});
