import {registry} from "@web/core/registry";
import {openMenu} from "@crm_enova/../tests/tours/menu_steps";

const card = ".o_kanban_record:contains('Broken pump')";

function tab(name) {
    return {trigger: `.o_notebook .nav-link[name='${name}']`, run: "click"};
}

function pick(field, text, item = text) {
    return [
        {
            trigger: `.o_selected_row [name='${field}'] input`,
            run: `edit ${text}`,
        },
        {
            trigger: `.o-autocomplete--dropdown-item:contains('${item}')`,
            run: "click",
        },
    ];
}

function addLine(list) {
    return {
        trigger: `.o_field_widget[name='${list}'] .o_field_x2many_list_row_add a`,
        run: "click",
    };
}

/** Make a definition with rules of its own, then work under them. */
registry.category("web_tour.tours").add("enova_definition", {
    steps: () => [
        {trigger: ".o_list_button_add", run: "click"},
        {trigger: ".o_field_widget[name='name'] input", run: "edit Complaint"},
        {
            trigger: ".o_field_widget[name='number_prefix'] input",
            run: "edit C/%(range_year)s/",
        },
        addLine("transition_ids"),
        ...pick("stage_id", "Planned"),
        ...pick("next_stage_ids", "In progress"),
        tab("requirements"),
        addLine("requirement_ids"),
        {
            trigger: ".o_selected_row [name='field_name'] input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains('Time Spent')",
            run: "click",
        },
        {trigger: ".o_form_button_save", run: "click"},
        {
            content: "The form of the number is shown with its next value",
            trigger: ".o_form_saved [name='next_number']:contains('/00001')",
        },
        ...openMenu("enova_activity_menu_root", "enova_activity_menu"),
        {trigger: ".o_breadcrumb:contains('Tasks and events')"},
        {trigger: ".o_list_button_add", run: "click"},
        {
            trigger: ".o_field_widget[name='type_id'] input",
            run: "edit Complaint",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains('Complaint')",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name='name'] textarea, .o_field_widget[name='name'] input",
            run: "edit Broken pump",
        },
        {trigger: ".o_form_button_save", run: "click"},
        {
            trigger: ".o_form_saved [name='reference']:contains('C/')",
        },
        {
            trigger: ".o_breadcrumb .o_back_button, .o_back_button",
            run: "click",
        },
        {trigger: ".o_switch_view.o_kanban", run: "click"},
        {
            trigger: card,
            run: "drag_and_drop (.o_kanban_group:eq(2))",
        },
        {
            content: "The message names what is allowed",
            trigger:
                ".modal:contains('cannot go from Planned'):contains('In progress')",
        },
        {trigger: ".modal .btn-primary", run: "click"},
        {
            content: "The card is back where it was",
            trigger: `.o_kanban_group:contains('Planned') ${card}`,
            run: "drag_and_drop (.o_kanban_group:eq(1))",
        },
        {
            trigger: `.o_kanban_group:contains('In progress') ${card}`,
            run: "click",
        },
        {
            trigger: ".o_form_view button[name='action_ask_done']",
            run: "click",
        },
        {
            trigger: ".modal:contains('wants this filled in first: Time Spent')",
        },
        {trigger: ".modal .btn-primary", run: "click"},
        {
            trigger: ".o_field_widget[name='time_spent'] input",
            run: "edit 1:30",
        },
        {
            trigger: ".o_form_view button[name='action_ask_done']",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name='action_reopen']",
        },
    ],
});
