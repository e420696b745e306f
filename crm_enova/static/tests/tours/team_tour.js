import {registry} from "@web/core/registry";
import {isScrolled} from "./scroll_steps";

const cell = (name, text) =>
    `tr:contains('Crm Own') [data-cell='${name}']:contains('${text}')`;

/** A manager looks at the team: periods, order, all people, a list, the charts. */
registry.category("web_tour.tours").add("enova_team", {
    steps: () => [
        {
            content: "Figures on top",
            trigger: ".o_enova_team .o_enova_figure[data-figure='late']:contains('2')",
        },
        {trigger: ".o_enova_figure[data-figure='orders']:contains('62% of plan')"},
        isScrolled(".o_enova_team"),
        {content: "A row a person", trigger: cell("late", "2")},
        {trigger: cell("plan", "62 %")},
        {
            content: "Who is away has a substitute",
            trigger: "tr:contains('Crm Own') .o_enova_away:contains('Crm All')",
        },
        {
            content: "Eight people are enough at first",
            trigger:
                ".o_enova_people tbody:has(tr:nth-child(8)):not(:has(tr:nth-child(9)))",
        },
        {
            trigger: ".o_enova_show_all",
            run: "click",
        },
        {trigger: ".o_enova_people tbody tr:nth-child(11)"},
        {
            content: "Whose is the most is the first",
            trigger: "[data-sort='late']",
            run: "click",
        },
        {
            trigger:
                ".o_enova_people th[aria-sort='descending'], .o_enova_people tbody tr:first-child:contains('Crm Own')",
        },
        {trigger: ".o_enova_people tbody tr:first-child:contains('Crm Own')"},
        {
            content: "Another period",
            trigger: ".o_enova_period[data-period='previous']",
            run: "click",
        },
        {trigger: `.o_enova_team:not(:has(${cell("orders", "620")}))`},
        {
            trigger: ".o_enova_period[data-period='month']",
            run: "click",
        },
        {trigger: cell("orders", "620")},
        {
            content: "The charts are drawn when one scrolls to them",
            trigger: ".o_enova_chart[data-chart='reason']",
            run() {
                this.anchor.scrollIntoView();
            },
        },
        {
            content: "All of a chart is seen, and no buttons",
            trigger:
                ".o_enova_chart[data-chart='reason'] .o_graph_renderer:not(:has(button)) canvas",
            run() {
                const box = this.anchor.closest(".o_enova_chart_view");
                const {bottom} = this.anchor.getBoundingClientRect();
                if (bottom > box.getBoundingClientRect().bottom) {
                    throw new Error("the chart is higher than its box");
                }
            },
        },
        {
            content: "Its heading opens the list of all that it draws",
            trigger: ".o_enova_chart[data-chart='reason'] .o_enova_chart_list",
            run: "click",
        },
        {trigger: ".o_list_view .o_data_row:contains('Roof')"},
        {
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            content: "A figure of somebody opens its list",
            trigger: `${cell("late", "2")} button`,
            run: "click",
        },
        {trigger: ".o_list_view .o_data_row:contains('Call the mill')"},
        {trigger: ".o_breadcrumb:contains('Overdue: Crm Own')"},
        {
            content: "Back: the page is as it was left",
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {trigger: ".o_enova_people tbody tr:first-child:contains('Crm Own')"},
        {trigger: ".o_enova_people tbody tr:nth-child(11)"},
    ],
});

/** The same on a telephone: nothing is wider than the screen, but what is scrolled. */
registry.category("web_tour.tours").add("enova_team_phone", {
    steps: () => [
        {trigger: cell("late", "2")},
        {
            content: "The page is as wide as the screen; the table is scrolled",
            trigger: ".o_enova_people",
            run() {
                const page = document.querySelector(".o_enova_team");
                if (page.scrollWidth > page.clientWidth + 1) {
                    throw new Error("the page is wider than the screen");
                }
                if (this.anchor.scrollWidth <= this.anchor.clientWidth) {
                    throw new Error("the table is not the one that is scrolled");
                }
            },
        },
        {
            content: "The period is said, too",
            trigger: ".o_enova_team_period",
            run() {
                if (this.anchor.getBoundingClientRect().right > window.innerWidth) {
                    throw new Error("the period is cut off");
                }
            },
        },
        {
            content: "A figure opens its list",
            trigger: ".o_enova_figure[data-figure='late']",
            run: "click",
        },
        {trigger: ".o_kanban_view, .o_list_view"},
    ],
});

/** Nobody has sold or planned anything: dashes, and no error. */
registry.category("web_tour.tours").add("enova_team_empty", {
    steps: () => [
        {trigger: "tr:contains('Crm Manager') [data-cell='calls']:contains('–')"},
        {
            trigger: ".o_enova_chart[data-chart='campaigns']",
            run() {
                this.anchor.scrollIntoView();
            },
        },
        {
            content: "An empty chart says why",
            trigger:
                ".o_enova_chart[data-chart='campaigns'] .o_view_nocontent:contains('No campaign with members')",
        },
    ],
});

const month = new Date().toLocaleString("en-US", {month: "long", year: "numeric"});

/** Targets by month, all of them seen; a month is named, as it stands for no day. */
registry.category("web_tour.tours").add("enova_targets", {
    steps: () => [
        {
            content: "Nothing has to be unfolded",
            trigger: `.o_data_row:contains('Crm Own') [name='month']:contains('${month}')`,
        },
        {
            content: "A target is changed where it stands",
            trigger: ".o_data_row [name='amount']",
            run: "click",
        },
        {
            trigger: ".o_selected_row [name='amount'] input",
            run: "edit 1500",
        },
        {
            trigger: ".o_list_button_save",
            run: "click",
        },
        {trigger: ".o_data_row:not(.o_selected_row):contains('1,500')"},
    ],
});
