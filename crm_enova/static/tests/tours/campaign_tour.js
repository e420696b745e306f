import {registry} from "@web/core/registry";

function step(name, count) {
    return `.o_field_widget[name='funnel'] [data-step='${name}']:contains('${count}')`;
}

/** The funnel of a campaign, before and after an order is confirmed. */
registry.category("web_tour.tours").add("enova_campaign_funnel", {
    steps: () => [
        {trigger: step("selected", "2 (100%)")},
        {trigger: step("reached", "1 (50%)")},
        {trigger: step("bought", "0 (0%)")},
        {
            trigger: "button[name='action_open_orders']",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains('Młyn') .o_data_cell[name='name']",
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button[name='action_confirm']:visible",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current:contains('Sales Order')",
        },
        {
            trigger: ".o_back_button, .breadcrumb-item a:contains('Spring')",
            run: "click",
        },
        {
            trigger: ".breadcrumb-item a:contains('Spring')",
            run: "click",
        },
        {
            content: "The contractor has bought",
            trigger: step("bought", "1 (50%)"),
        },
        {
            trigger: ".o_field_widget[name='ordered_revenue']:contains('1,500.00')",
        },
        {
            content: "A bar opens whom it counts",
            trigger: `${step("bought", "1 (50%)")}`,
            run: "click",
        },
        {
            trigger:
                ".o_list_view:not(:contains('Hurtownia')) .o_data_row:contains('Młyn'):contains('Bought')",
        },
        {
            trigger: ".breadcrumb-item a:contains('Spring'), .o_back_button",
            run: "click",
        },
        {
            trigger: "button[name='action_open_members']",
            run: "click",
        },
        {
            content: "Of one campaign the members do not name it",
            trigger:
                ".o_list_view:not(:has(th[data-name='campaign_id'])) .o_data_row:contains('Młyn'):contains('Bought')",
        },
        {
            content: "What somebody says is noted for the other",
            trigger: ".o_data_row:contains('Hurtownia') .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_control_panel button[name='action_interested']",
            run: "click",
        },
        {
            trigger:
                ".o_data_row:contains('Hurtownia') .o_data_cell[name='state']:contains('Interested')",
        },
    ],
});
