import {registry} from "@web/core/registry";

const preview = ".modal .o_field_widget[name='preview']";

function select(field, label) {
    return [
        {trigger: `.modal .o_field_widget[name='${field}'] input`, run: "click"},
        {trigger: `.o_select_menu_item:contains('${label}')`, run: "click"},
    ];
}

/** Three contractors chosen in the list, and Mail merge taken from the menu. */
function fromTheList() {
    return [
        {trigger: ".o_searchview_input", run: "edit Browary"},
        {trigger: ".o_searchview_input", run: "press Enter"},
        {
            trigger:
                ".o_list_view:contains('Browary 3'):not(:contains('Młyn Lubelski'))",
        },
        {trigger: "thead .o_list_record_selector input", run: "click"},
        {trigger: ".o_cp_action_menus button:contains('Actions')", run: "click"},
        {trigger: ".o-dropdown-item:contains('Mail merge')", run: "click"},
        {trigger: `${preview}:contains('Left out')`},
        {
            trigger: ".modal .o_field_widget[name='subject'] input",
            run: "edit New prices",
        },
        {
            trigger:
                ".modal .o_field_widget[name='purpose'] .o_radio_item:contains('About a contract') input",
            run: "click",
        },
    ];
}

/** By e-mail where possible, else by letter: the split before, the events after. */
registry.category("web_tour.tours").add("enova_mail_merge_mixed", {
    steps: () => [
        ...fromTheList(),
        ...select("channel", "By e-mail where possible"),
        {
            content: "The split, and who is left out, before anything is made",
            trigger: `${preview}:contains('E-mail: 1'):contains('Letter: 1'):contains('No address (1): Browary 3')`,
        },
        {trigger: ".modal footer button[name='action_write']", run: "click"},
        {
            content: "The e-mails open in a form that asks for no right to mailings",
            trigger:
                "body:not(:has(.modal)) .o_form_view button[name='action_review']:visible",
            run: "click",
        },
        {
            trigger: `${preview}:contains('E-mail: 1'):contains('Letter: 1')`,
        },
        {
            content: "The text as the first one gets it",
            trigger:
                ".modal .o_field_widget[name='sample']:contains('Browary 1'):contains('New prices')",
        },
        {trigger: ".modal footer button[name='action_queue']", run: "click"},
        {
            trigger:
                "body:not(:has(.modal)) button[name='action_open_addressees']:contains('1')",
        },
        {
            content: "Kept after: who is left out, and why",
            trigger: "button[name='action_open_left_out']:contains('1')",
            run: "click",
        },
        {trigger: ".o_data_row:contains('Browary 3'):contains('No address')"},
        {trigger: ".breadcrumb-item a:contains('New prices')", run: "click"},
        {
            content: "The other half is letters",
            trigger: "button[name='action_open_counterpart']",
            run: "click",
        },
        {
            trigger:
                ".o_form_view:contains('The e-mails of the run') button[name='action_open_addressees']:contains('1')",
            run: "click",
        },
        {trigger: ".o_data_row:contains('Browary 2'):contains('Prepared')"},
    ],
});

/** From the list to letters that wait to be printed. */
registry.category("web_tour.tours").add("enova_mail_merge_letter", {
    steps: () => [
        ...fromTheList(),
        ...select("channel", "By letter"),
        {trigger: `${preview}:contains('Letter: 2')`},
        {trigger: ".modal footer button[name='action_write']", run: "click"},
        {
            content: "The text is there, and the placeholders beside it",
            trigger:
                ".o_form_view .o_field_widget[name='body_html']:contains('{salutation}')",
        },
        {
            trigger: ".o_enova_placeholders button:contains('Placeholders')",
            run: "click",
        },
        {trigger: ".o_enova_placeholders input", run: "edit caretaker"},
        {
            trigger:
                ".o_enova_placeholders:not(:contains('{zip}')):contains('{caretaker_phone}')",
        },
        {
            content: "A click writes it into the text, at the cursor",
            trigger: ".o_enova_placeholders button:contains('{caretaker_phone}')",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name='body_html'] .odoo-editor-editable:contains('{caretaker_phone}')",
        },
        {
            trigger: ".o_statusbar_buttons button[name='action_review']",
            run: "click",
        },
        {trigger: ".modal footer button[name='action_queue']", run: "click"},
        {
            trigger:
                "body:not(:has(.modal)) .o_arrow_button_current[data-value='sending'], body:not(:has(.modal)) button[name='action_open_addressees']:contains('2')",
        },
        {
            content: "What is settled is not typed over",
            trigger:
                ".o_form_view .o_field_widget[name='subject'].o_readonly_modifier:contains('New prices')",
        },
    ],
});

/** The letter in the history of the contractor, and its mail merge. */
registry.category("web_tour.tours").add("enova_mail_merge_event", {
    steps: () => [
        {trigger: ".o_enova_entry_row a:contains('New prices')", run: "click"},
        {
            trigger:
                ".o_form_view .o_field_widget[name='mailing_state']:contains('Posted')",
        },
        {
            content: "Printed once more, with the text it had",
            trigger: "button[name='action_print_letter']:visible",
            run: "click",
        },
        {trigger: "button[name='action_open_mailing']", run: "click"},
        {
            trigger:
                ".o_form_view .o_field_widget[name='subject']:contains('New prices')",
        },
    ],
});

/** What somebody has answered is seen on the event, from their history. */
registry.category("web_tour.tours").add("enova_mail_merge_answer", {
    steps: () => [
        {trigger: ".o_enova_entry_row a:contains('Nowe ceny')", run: "click"},
        {
            trigger:
                ".o_form_view .o_field_widget[name='mailing_state']:contains('Answered')",
        },
        {
            content: "The thread is read once it is seen",
            trigger: ".o-mail-Form-chatter",
            run() {
                this.anchor.scrollIntoView();
            },
        },
        {
            content:
                "The ERP shows the text of an e-mail in a shadow, the author beside",
            trigger: ".o-mail-Message:contains('Adresat adresat 0')",
        },
    ],
});

/** One window: a campaign, and letters to all its members. */
registry.category("web_tour.tours").add("enova_mail_merge_creator", {
    steps: () => [
        {trigger: ".o_searchview_input", run: "edit Browary"},
        {trigger: ".o_searchview_input", run: "press Enter"},
        {
            trigger:
                ".o_list_view:contains('Browary 3'):not(:contains('Młyn Lubelski'))",
        },
        {trigger: "thead .o_list_record_selector input", run: "click"},
        {trigger: ".o_cp_action_menus button:contains('Actions')", run: "click"},
        {trigger: ".o-dropdown-item:contains('Creator')", run: "click"},
        {
            trigger: ".modal .o_field_widget[name='campaign_name'] input",
            run: "edit Spring",
        },
        ...select("mailing_type", "By letter"),
        {
            trigger: ".modal .o_field_widget[name='mailing_subject'] input",
            run: "edit New prices",
        },
        {
            trigger:
                ".modal .o_field_widget[name='mailing_body'] .odoo-editor-editable",
            run: "editor We write to {contractor}",
        },
        {
            trigger:
                ".modal .o_field_widget[name='mailing_purpose'] .o_radio_item:contains('About a contract') input",
            run: "click",
        },
        {trigger: `${preview}:contains('letters: 2, left out: 1')`},
        {trigger: ".modal footer button[name='action_create']", run: "click"},
        {
            trigger:
                "body:not(:has(.modal)) button[name='action_open_mailings']:contains('1')",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains('New prices') .o_data_cell[name='subject']",
            run: "click",
        },
        {trigger: "button[name='action_open_addressees']:contains('2')"},
    ],
});
