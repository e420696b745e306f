import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** An order's parts are issued, one comes back, the rest is invoiced. */
tours.add("enova_issue_order", {
    steps: () => [
        {
            trigger: ".o_statusbar_buttons button[name='action_issue_parts']",
            run: "click",
        },
        {
            content: "The issue is done, and its print is offered",
            trigger:
                ".o_form_view button[name='action_print_internal_issue']:contains('Print RW')",
        },
        {
            trigger: ".o_form_view .o_field_widget[name='name']:contains('/RW/')",
        },
        {
            content: "Back to the order by the button of the issue",
            trigger: "button[name='action_open_service_order']",
            run: "click",
        },
        {
            content: "The order shows the document by which each part has left",
            trigger: ".o_field_widget[name='move_ids'] .o_data_row:contains('/RW/')",
        },
        {
            trigger: "button[name='action_return_parts']",
            run: "click",
        },
        {
            trigger: ".modal .o_data_row:contains(Pump) td[name='quantity']",
            run: "click",
        },
        {
            trigger: ".modal .o_selected_row td[name='quantity'] input",
            run: "edit 1",
        },
        {
            trigger: ".modal button[name='action_create_returns']",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_form_view .o_field_widget[name='name']:contains('/ZW/')",
        },
        {
            trigger: ".o_statusbar_buttons button[name='button_validate']",
            run: "click",
        },
        {
            trigger:
                ".o_form_view button[name='action_print_internal_issue']:contains('Print ZW')",
        },
        {
            trigger: "button[name='action_open_service_order']",
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button[name='action_create_invoice']",
            run: "click",
        },
        {
            content: "One pump of two, and the work",
            trigger:
                ".o_form_view .o_field_widget[name='invoice_line_ids']:contains('Pump'):contains('Work')",
        },
    ],
});

/** The contractor's history names the issue, the return and the invoice. */
tours.add("enova_issue_contractor", {
    steps: () => [
        {
            trigger: ".o_enova_timeline:contains('/RW/')",
        },
        {
            trigger: ".o_enova_timeline:contains('/ZW/')",
        },
    ],
});

/** Whoever keeps the stock, without the CRM: finds the issue, confirms, prints. */
tours.add("enova_issue_keeper", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row td:contains('/RW/')",
            run: "click",
        },
        {
            trigger:
                ".o_form_view .o_field_widget[name='move_ids'] .o_data_row:contains(Pump)",
        },
        {
            trigger:
                ".o_statusbar_buttons button[name='button_validate'].oe_highlight, .o_statusbar_buttons button[name='button_validate'].btn-primary",
            run: "click",
        },
        {
            trigger:
                ".o_form_view .o_statusbar_status .o_arrow_button_current:contains(Done)",
        },
        {
            trigger: "button[name='action_print_internal_issue']:contains('Print RW')",
        },
    ],
});
