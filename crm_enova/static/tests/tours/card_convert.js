import {registry} from "@web/core/registry";
import {openMenu} from "@crm_enova/../tests/tours/menu_steps";

/**
 * From a business card, taken down at a fair, to a contractor with its history: a card
 * without a duplicate by one click, with Undo; one with a duplicate after a look at both.
 */
registry.category("web_tour.tours").add("crm_enova.card_convert", {
    url: "/odoo/business-cards",
    steps: () => [
        {
            content: "Take down a card",
            trigger: ".o_list_view .o_enova_card_entry",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name='name'] input",
            run: "edit Kuźnia Nowa",
        },
        {
            trigger: ".modal .o_field_widget[name='phone'] input",
            run: "edit 501 502 503",
        },
        {
            trigger: ".modal .o_field_widget[name='contact_name'] input",
            run: "edit Adam Kowal",
        },
        {
            trigger: ".modal .o_field_widget[name='city'] input",
            run: "edit Radom",
        },
        {
            trigger: ".modal button[name='action_save']",
            run: "click",
        },
        {
            content: "It is a card, and nobody like it is there: one click converts it",
            trigger:
                ".o_form_view:contains('Kuźnia Nowa') button[name='action_quick_convert_card']",
            run: "click",
        },
        {
            content: "Take it back",
            trigger:
                ".o_notification:contains('Kuźnia Nowa') .o_notification_buttons button",
            run: "click",
        },
        {
            content: "A card again, with both events in its history",
            trigger:
                ".o_form_view:has(button[name='action_quick_convert_card']) .o_stat_value:contains('2')",
        },
        ...openMenu("res_partner_menu_root", "res_partner_menu_card"),
        {
            trigger: ".o_data_row .o_data_cell:contains('Mlyn Lubelski')",
            run: "click",
        },
        {
            trigger:
                ".o_form_view:contains('Mlyn Lubelski') button[name='action_quick_convert_card']",
            run: "click",
        },
        {
            content: "The duplicate stands beside the card",
            trigger:
                ".modal .o_data_row:contains('Młyn Lubelski sp. z o.o.'):contains('600-100-200')",
        },
        {
            content: "It is somebody else after all",
            trigger: ".modal .o_field_widget[name='mode'] input[data-value='keep']",
            run: "click",
        },
        {
            trigger: ".modal footer button[name='action_convert']:visible",
            run: "click",
        },
        {
            content: "A contractor now, and its task is still there",
            trigger:
                "body:not(:has(.modal)) button[name='action_open_enova_activities'] .o_stat_value:contains('2')",
        },
        {
            trigger: "button[name='action_revert_card']:visible",
        },
    ],
});
