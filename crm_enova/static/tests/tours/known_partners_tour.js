import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Who is there already is told while a card or a contractor is typed. */
tours.add("crm_enova.known_partners", {
    url: "/odoo/business-cards",
    steps: () => [
        {
            content: "Take down a card",
            trigger: ".o_list_view .o_enova_card_entry",
            run: "click",
        },
        {
            content: "With the second of somebody's numbers",
            trigger: ".modal .o_field_widget[name='phone'] input",
            run: "edit 601200889 && press Tab",
        },
        {
            content: "They are there already",
            trigger:
                ".modal .o_enova_known:contains('Młyn Lubelski'):contains('same phone')",
        },
        {
            trigger: ".modal .o_field_widget[name='phone'] input",
            run: "edit 501 502 503 && press Tab",
        },
        {
            content: "Another number is of nobody",
            trigger: ".modal .o_form_view:not(:has(.o_enova_known))",
        },
        {
            trigger: ".modal .o_field_widget[name='email'] input",
            run: "edit BIURO@mlyn.example.com && press Tab",
        },
        {
            content: "Open that one instead",
            trigger: ".modal .o_enova_known:contains('same e-mail') a",
            run: "click",
        },
        {
            content: "Nothing was stored",
            trigger:
                "body:not(:has(.modal)) .o_last_breadcrumb_item:contains('Młyn Lubelski')",
        },
        {
            content: "The form of a new contractor tells as well",
            trigger: ".o_form_button_create",
            run: "click",
        },
        {
            trigger: ".o_last_breadcrumb_item:contains('New')",
        },
        {
            trigger: ".o_form_view .o_field_widget[name='vat'] input",
            run: "edit 526-000-12-46 && press Tab",
        },
        {
            trigger: ".o_form_view .o_enova_known:contains('same NIP') a",
            run: "click",
        },
        {
            content: "That one, and nothing to save",
            trigger:
                "body:not(:has(.o_enova_known)) .o_last_breadcrumb_item:contains('Młyn Lubelski')",
        },
    ],
});

/** Of a contractor whom one may not see, the NIP is told, and no more. */
tours.add("crm_enova.known_partners_hidden", {
    url: "/odoo/contractors/new",
    steps: () => [
        {
            trigger: ".o_form_view .o_field_widget[name='vat'] input",
            run: "edit PL5260001246 && press Tab",
        },
        {
            content: "Somebody has it; who, a manager knows",
            trigger:
                ".o_form_view .o_enova_known:not(:contains('Młyn')) .o_enova_known_hidden",
        },
        {
            trigger: ".o_form_button_cancel",
            run: "click",
        },
        {
            trigger: "body:not(:has(.o_enova_known))",
        },
    ],
});
