import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function choose(field, text) {
    return [
        {
            trigger: `.modal .o_field_widget[name='${field}'] input`,
            run: `edit ${text}`,
        },
        {
            trigger: `.o-autocomplete--dropdown-item:contains('${text}') > a`,
            run: "click",
        },
    ];
}

/** A client calls: their device, its order, a visit, and the van for it. */
tours.add("enova_service_call", {
    steps: () => [
        {trigger: ".o_action_manager .o_view_controller .o_content"},
        {
            trigger: ".o_enova_call_systray",
            run: "click",
        },
        {
            trigger: ".o_enova_call_search input",
            run: "edit 600100200",
        },
        {
            trigger: ".o_enova_caller:contains(Młyn)",
            run: "click",
        },
        {
            content: "Which of their devices it is",
            trigger: ".o_enova_call_service .o_enova_call_device:contains(Ekspres)",
            run: "click",
        },
        {
            content: "The order knows the device and whose it is",
            trigger:
                ".o_form_view .o_field_widget[name='device_id'] input:value('Ekspres')",
        },
        {
            trigger: ".o_field_widget[name='fault'] textarea",
            run: "edit Does not heat",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved, .o_form_readonly, .o_form_view:not(.o_form_dirty)",
        },
        {
            trigger: ".o_statusbar_buttons button[name='action_new_visit']",
            run: "click",
        },
        {
            content: "The visit is about the device, and its technician's",
            trigger:
                ".o_form_view .o_field_widget[name='user_id']:has(input:value('Technician')), .o_form_view .o_field_widget[name='user_id']:contains('Technician')",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button[name='action_reserve']",
            run: "click",
        },
        ...choose("resource_id", "Van 1"),
        {
            trigger: ".modal footer .o_form_button_save, .modal .o_form_button_save",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) button[name='action_open_reservations']:contains('1')",
        },
    ],
});

/** On a telephone: start, a part, the report with hours and signature, the end. */
tours.add("enova_service_technician", {
    steps: () => [
        {
            trigger: ".o_kanban_record:contains(Does not heat)",
            run: "click",
        },
        {
            trigger: ".o_form_view:contains(Lublin)",
        },
        ...pressed("action_service_start"),
        {
            trigger: ".o_form_view .o_statusbar_status:contains(In repair)",
        },
        ...pressed("action_open_part"),
        {
            content: "A telephone chooses from cards",
            trigger: ".modal .o_field_widget[name='product_id'] input",
            run: "click",
        },
        {
            trigger: ".modal .o_kanban_record:contains(Uszczelka)",
            run: "click",
        },
        {
            trigger: ".modal button[name='action_add']",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name='move_ids']:contains(Uszczelka)",
        },
        ...pressed("action_open_report"),
        {
            trigger: ".modal .o_field_widget[name='solution'] textarea",
            run: "edit New seal",
        },
        {
            trigger: ".modal .o_field_widget[name='hours'] input",
            run: "edit 1:30",
        },
        {
            trigger: ".modal .o_field_widget[name='end_order'] input",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name='signed_by'] input",
            run: "edit Ewa Nowak",
        },
        {
            trigger: ".modal .o_field_widget[name='signature'] .o_signature",
            run: "click",
        },
        {
            content: "Core draws the name as a signature; a pen would do as well",
            trigger:
                ".modal:contains(Adopt Your Signature) .btn-primary:enabled:contains(Adopt)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name='signature'] img",
        },
        {
            trigger: ".modal button[name='action_save']",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_form_view .o_statusbar_status:contains(Ready)",
        },
        {
            content: "What was written shows",
            trigger: ".o_form_view .o_field_widget[name='solution']:contains(New seal)",
        },
    ],
});

/** On a narrow screen the buttons of a form are in a menu. */
function pressed(name) {
    return [
        {
            trigger: `.o_statusbar_buttons, .o_cp_action_menus, .o_form_view`,
            run({anchor}) {
                if (document.querySelector(`button[name='${name}']`)) {
                    return;
                }
                const menu = document.querySelector(
                    ".o_statusbar_buttons .dropdown-toggle, .o-dropdown.o_more_menu, .o_form_statusbar .dropdown-toggle"
                );
                (menu || anchor).click();
            },
        },
        {
            trigger: `button[name='${name}']`,
            run: "click",
        },
    ];
}

/** The list of what is due; one more is planned by hand, and its task shows. */
tours.add("enova_inspection_due", {
    steps: () => [
        {
            content: "What is past its day is there from the start",
            trigger: ".o_list_view .o_data_row:contains(Ekspres)",
        },
        {
            trigger: ".o_list_view:not(:contains(Not due yet))",
        },
        {
            trigger: ".o_list_view .o_data_row td:contains(Ekspres)",
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button[name='action_plan_inspections']",
            run: "click",
        },
        {
            content: "It is planned now, once",
            trigger:
                ".o_form_view:not(:has(button[name='action_plan_inspections'])) button[name='action_open_activities']",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains(Inspection: Ekspres)",
        },
    ],
});
