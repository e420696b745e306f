import {registry} from "@web/core/registry";

const duplicate = ".modal .o_data_row:contains('Młyn Lubelski sp. z o.o.')";

/** A business card turns out to be a contractor that is there: two become one. */
registry.category("web_tour.tours").add("enova_merge", {
    steps: () => [
        {
            trigger: ".o_form_view button[name='action_quick_convert_card']",
            run: "click",
        },
        {
            content: "The duplicate is shown with what gives it away",
            trigger: `${duplicate}:contains('same e-mail')`,
        },
        {
            trigger: `${duplicate} button[name='action_choose']`,
            run: "click",
        },
        {
            content:
                "Both stand side by side; the telephone of the card is the new one",
            trigger:
                ".modal .o_enova_merge tr[data-field='phone'] label:contains('81 444')",
            run: "click",
        },
        {
            trigger:
                ".modal .o_enova_merge tr[data-field='phone'] label.fw-bold:contains('81 444')",
        },
        {
            content: "What moves is counted",
            trigger:
                ".modal .o_enova_merge_moved tr:contains('Task or event'):contains('1')",
        },
        {
            content: "It says before that it is final",
            trigger: ".modal .alert-danger:visible:contains('Merging is final')",
        },
        {
            trigger: ".modal footer button.btn-danger:visible:contains('Merge')",
            run: "click",
        },
        {
            content: "The contractor opens, with its own task and that of the card",
            trigger:
                "body:not(:has(.modal)) .o_form_view:contains('Młyn Lubelski sp. z o.o.')",
        },
        {
            trigger: ".o_enova_crm_page:contains('Call the mill')",
        },
        {
            trigger: ".o_enova_crm_page:contains('Send the price list')",
        },
        {
            content: "And with the event that tells of the merge",
            trigger: ".o_enova_timeline .o_enova_entry_row:contains('Merged')",
        },
        {
            content: "The card has left the breadcrumbs, and the way back works",
            trigger: ".o_breadcrumb:not(:contains('Mlyn'))",
        },
        {
            trigger: ".breadcrumb-item a:contains('Business cards')",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_list_view:contains('Other card')",
        },
    ],
});

/** Two contractors of the list become one; whoever merges says which of them stays. */
registry.category("web_tour.tours").add("enova_merge_list", {
    steps: () => [
        {
            trigger: ".o_searchview_input",
            run: "edit Zakład",
        },
        {
            trigger: ".o_searchview_input",
            run: "press Enter",
        },
        {
            trigger: ".o_list_view:contains('Zakład B'):not(:contains('Młyn'))",
        },
        {
            trigger: "thead .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_cp_action_menus button:contains('Actions')",
            run: "click",
        },
        {
            trigger: ".o-dropdown-item:contains('Merge')",
            run: "click",
        },
        {
            trigger: ".modal-xl .o_enova_merge thead label:contains('Zakład B')",
            run: "click",
        },
        {
            trigger:
                ".modal .o_enova_merge thead label:contains('Zakład B'):contains('stays')",
        },
        {
            trigger:
                ".modal .o_enova_merge tr[data-field='email'] label:contains('a@')",
            run: "click",
        },
        {
            trigger:
                ".modal .o_enova_merge tr[data-field='email'] label.fw-bold:contains('a@')",
        },
        {
            trigger: ".modal footer button.btn-danger:contains('Merge')",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_view:contains('Zakład B')",
        },
        {
            trigger: ".breadcrumb-item a:contains('Contractors')",
            run: "click",
        },
        {
            trigger: ".o_list_view:contains('Zakład B'):not(:contains('Zakład A'))",
        },
    ],
});
