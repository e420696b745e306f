import {registry} from "@web/core/registry";
import {openMenu} from "@crm_enova/../tests/tours/menu_steps";

const RED = "rgb(179, 38, 30)";
const WHITE = "rgb(255, 255, 255)";

/** What the calendar takes for now: it paints what is over the other way round. */
const NOON = Date.UTC(2035, 4, 2, 12);

/** Fail unless an element is painted as the palette says. */
function looks(property, expected) {
    return function () {
        const found = getComputedStyle(this.anchor)[property];
        if (!found.includes(expected)) {
            throw new Error(`${property} is ${found}, not ${expected}`);
        }
    };
}

function view(type) {
    return {
        trigger: `.o_switch_view.o_${type}`,
        run: "click",
    };
}

/** Make a rule, and see rows, cards and the calendar painted by it. */
registry.category("web_tour.tours").add("enova_color_rule", {
    steps: () => [
        {
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name='name'] input",
            run: "edit Mill first",
        },
        {
            content: "All records, until the domain editor narrows it",
            trigger: ".o_field_widget[name='domain']:contains('all records')",
        },
        {
            trigger: ".o_field_widget[name='bold'] input",
            run: "click",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved",
        },
        ...openMenu("enova_activity_menu_root", "enova_activity_menu"),
        {
            content: "The row is painted without a reload of the page",
            trigger:
                ".o_data_row.o_enova_painted .o_data_cell[name='name']:contains('Call the mill')",
            run: looks("color", RED),
        },
        {
            trigger:
                ".o_data_row.o_enova_bold .o_data_cell[name='name']:contains('Call the mill')",
            run: looks("fontWeight", "700"),
        },
        {
            content: "The legend says by which rule",
            trigger: ".o_enova_color_legend:contains('Mill first')",
        },
        view("kanban"),
        {
            trigger: ".o_kanban_record.o_enova_painted:contains('Call the mill')",
            run: looks("borderLeftColor", RED),
        },
        {
            trigger: ".o_enova_color_legend:contains('Mill first')",
        },
        {
            trigger: ".o_kanban_view",
            run: () => {
                luxon.Settings.now = () => NOON;
            },
        },
        view("calendar"),
        {
            trigger:
                ".o_event.o_enova_painted:not(.o_past_event):contains('Call the mill')",
            run: looks("backgroundColor", RED),
        },
        {
            content: "What is over is pale by its ground, its words in the colour",
            trigger:
                ".o_event.o_past_event.o_enova_painted:contains('Called the mill')",
            run: looks("backgroundColor", WHITE),
        },
        {
            trigger:
                ".o_past_event.o_enova_painted:contains('Called the mill') .fc-event-main",
            run: looks("color", RED),
        },
        {
            trigger: ".o_calendar_sidebar .o_enova_color_legend:contains('Mill first')",
        },
    ],
});
