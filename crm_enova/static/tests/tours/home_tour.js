import {registry} from "@web/core/registry";
import {isScrolled, scrollerOf} from "./scroll_steps";

const block = (name) => `.o_enova_block[data-block='${name}']`;

/** What is wrong with the bar of a narrow screen, or nothing. */
function faultOf(bar) {
    const page = scrollerOf(bar.parentElement);
    const buttons = [...bar.children].map((button) => button.getBoundingClientRect());
    const {top, bottom} = bar.getBoundingClientRect();
    page.scrollTop = page.scrollHeight;
    const ends = [...page.querySelectorAll(".o_enova_block")].map(
        (shown) => shown.getBoundingClientRect().bottom
    );
    page.scrollTop = 0;
    const faults = {
        "not at the bottom": Math.abs(bottom - window.innerHeight) > 1,
        "not three buttons": buttons.length !== 3,
        "too small for a thumb": buttons.some(({height}) => height < 44),
        "too wide": [bar, ...bar.children].some(
            (el) => el.scrollWidth > el.clientWidth
        ),
        "over the end of the page": Math.max(...ends) > top,
    };
    return Object.keys(faults).find((fault) => faults[fault]);
}

/** What one enters stands above, or on a narrow screen in a bar at the bottom alone. */
const buttons = () =>
    window.innerWidth < 768
        ? [
              {
                  trigger:
                      "body:not(:has(.o_control_panel_main_buttons button:visible)) .o_enova_bottom_bar:visible",
                  run() {
                      const fault = faultOf(this.anchor);
                      if (fault) {
                          throw new Error(`the bar is ${fault}`);
                      }
                  },
              },
              {
                  trigger:
                      ".o_enova_bottom_bar .o_enova_new_card:contains('Business card')",
                  run: "click",
              },
              {
                  trigger: ".modal .o_form_view",
              },
              {
                  trigger: ".modal footer button:contains('Discard')",
                  run: "click",
              },
              {
                  trigger: ".o_enova_bottom_bar .o_enova_new_task:contains('Task')",
                  run: "click",
              },
              {
                  trigger: ".o_form_view .o_field_widget[name=name]",
              },
              {
                  trigger: ".o_back_button",
                  run: "click",
              },
          ]
        : [
              {
                  trigger:
                      "body:not(:has(.o_enova_bottom_bar)) .o_control_panel .o_enova_new_task",
              },
          ];

const fold = (expanded) =>
    `${block("folders")} h5 button.o_enova_fold[aria-expanded='${expanded}']`;

/** Whether the blocks stand in the order of a narrow screen: first what decides. */
function checkOrder() {
    const names = [...document.querySelectorAll(".o_enova_block")].map(
        (shown) => shown.dataset.block
    );
    if (names.join() !== "today,late,news,folders") {
        throw new Error(`the blocks stand as ${names}`);
    }
}

/** What is below them is a heading with its count, where there is no room for more. */
const folding = () =>
    window.innerWidth < 768
        ? [
              {
                  trigger: `${fold("false")}:contains('My folders'):contains('1')`,
                  run: checkOrder,
              },
              {
                  content: "By the keys, too, since it is a button; a thumb hits it",
                  trigger: `${block("folders")}:not(:has(.o_enova_day_row)) .o_enova_fold`,
                  async run({press}) {
                      if (this.anchor.getBoundingClientRect().height < 44) {
                          throw new Error("the heading is too small for a thumb");
                      }
                      this.anchor.focus();
                      await press("Enter");
                  },
              },
              {
                  trigger: `${block("folders")}:has(${fold("true")}) .o_enova_day_row:contains('Complaints')`,
              },
              {
                  trigger: `.o_enova_home:not(:has(${block("late")} .o_enova_fold))`,
              },
          ]
        : [
              {
                  trigger: `.o_enova_home:not(:has(.o_enova_fold)) ${block("folders")}:contains('Complaints')`,
              },
          ];

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
        ...folding(),
        ...buttons(),
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
            trigger: ".modal-header button[aria-label='Close']",
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
