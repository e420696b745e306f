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
    ],
});
