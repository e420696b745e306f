import {registry} from "@web/core/registry";
import {openMenu} from "@crm_enova/../tests/tours/menu_steps";

const tours = registry.category("web_tour.tours");

const list = ".o_list_view";

/** Switch the filter on that shows what one does for the absent. */
function standingIn() {
    return [
        {
            trigger: ".o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            trigger: ".o_filter_menu .o-dropdown-item:contains(/^As substitute$/)",
            run: "click",
        },
        {
            trigger: ".o_searchview_facet:contains('As substitute')",
        },
    ];
}

function many2one(name, text, label = text) {
    return [
        {
            trigger: `.o_field_widget[name='${name}'] input`,
            run: `edit ${text}`,
        },
        {
            trigger: `.o-autocomplete--dropdown-item:contains('${label}') > a`,
            run: "click",
        },
    ];
}

/** The caretaker is away: the deputy finds their tasks, and gets the new one. */
tours.add("enova_absence_deputy", {
    steps: () => [
        {
            trigger: ".o_form_view .o_field_widget[name='name'] :is(input, textarea)",
            run: "edit Answer the complaint",
        },
        ...many2one("type_id", "Ask the caretaker"),
        ...many2one("partner_id", "Młyn Lubelski"),
        {
            content: "The window proposes who is on duty",
            trigger: ".o_field_widget[name='user_id'] input:value('Crm All')",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "And tells on whose behalf",
            trigger:
                ".o_form_saved .o_field_widget[name='on_behalf_of_id']:contains('Crm Own')",
        },
        ...openMenu("enova_activity_menu_root", "enova_activity_menu_my"),
        {
            content: "Their own list has the new one, not yet what they stand in for",
            trigger: `${list}:contains('Answer the complaint'):not(:contains('Call the mill'))`,
        },
        ...standingIn(),
        {
            trigger: `${list}:contains('Answer the complaint'):contains('Call the mill')`,
        },
        {
            content:
                "What is private stays the caretaker's, and so does what is not the mill's",
            trigger: `${list}:not(:contains('Own matter')):not(:contains('Elsewhere'))`,
        },
    ],
});

/** The caretaker is back: their tasks never left them, the other's stay there. */
tours.add("enova_absence_owner", {
    steps: () => [
        {
            trigger: `${list}:contains('Call the mill'):contains('Own matter')`,
        },
        {
            trigger: `${list}:not(:contains('Answer the complaint'))`,
        },
        ...openMenu("res_partner_menu_root", "res_partner_menu_contractor"),
        {
            content: "Not in the list of tasks, where the mill stands, too",
            trigger:
                ".o_list_renderer:not(:contains('Call the mill')) .o_data_cell:contains('Młyn Lubelski')",
            run: "click",
        },
        {
            content: "Their contractor shows what was given to the deputy meanwhile",
            trigger: ".o_enova_crm_page:contains('Answer the complaint')",
        },
        {
            trigger: ".o_enova_crm_page:contains('Call the mill')",
        },
    ],
});

/** The deputy on the day after: nobody is absent. */
tours.add("enova_absence_over", {
    steps: () => [
        {
            trigger: `${list}:contains('Answer the complaint')`,
        },
        ...standingIn(),
        {
            trigger: `${list}:contains('Answer the complaint'):not(:contains('Call the mill'))`,
        },
    ],
});

/** Away from tomorrow on: one button in My tasks, and beside the caretakers. */
registry.category("web_tour.tours").add("enova_absence_set", {
    steps: () => [
        {
            trigger: `${list} .o_control_panel button:contains(/^Absence$/), .o_control_panel button:contains(/^Absence$/)`,
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name='user_id']:contains('Crm Own')",
        },
        {
            trigger: ".modal footer button[name='action_save']",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
        ...openMenu("res_partner_menu_root", "res_partner_menu_contractor"),
        {
            trigger:
                ".o_list_renderer:not(:contains('Call the mill')) .o_data_cell:contains('Młyn Lubelski')",
            run: "click",
        },
        {
            trigger: ".nav-link[name='enova_caretakers']",
            run: "click",
        },
        {
            content: "The deputy acts today",
            trigger: ".o_field_widget[name='acting_user_id']:contains('Crm All')",
        },
        {
            trigger: "[name='enova_absence'] button:contains('Absence')",
            run: "click",
        },
        {
            content: "Back already",
            trigger: ".modal footer button[name='action_end']",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name='acting_user_id']:contains('Crm Own')",
        },
    ],
});
