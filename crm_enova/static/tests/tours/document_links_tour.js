import {registry} from "@web/core/registry";

export const documents = ".o_notebook .nav-link[name=documents]";

const button = ".o-form-buttonbox button[name=action_open_enova_activities]";

export function saved() {
    return {
        content: "It is saved",
        trigger: ".o_form_view:not(:has(.o_form_button_save:visible))",
    };
}

export function section(field) {
    return `.o_enova_documents .o_field_widget[name=${field}]`;
}

function link(field, name) {
    return [
        {
            content: `Link an existing document to ${field}`,
            trigger: `${section(field)} .o_field_x2many_list_row_add a`,
            run: "click",
        },
        {
            content: "The choice begins with the contractor's own",
            trigger: ".modal .o_searchview_facet:contains(Młyn Lubelski)",
        },
        {
            trigger: `.modal .o_data_row:contains(${name}) .o_data_cell`,
            run: "click",
        },
        {
            trigger: `body:not(:has(.modal)) ${section(field)} .o_data_row:contains(${name})`,
        },
    ];
}

function seenOnDocument() {
    return [
        {
            content: "Open the document's own page",
            trigger: ".modal .o_expand_button",
            run: "click",
        },
        {
            content: "It shows the task, too",
            trigger: `body:not(:has(.modal)) ${button} .o_stat_value:contains(1)`,
        },
    ];
}

registry.category("web_tour.tours").add("enova_document_links", {
    steps: () => [
        {
            content: "A task of the contractor",
            trigger: documents,
            run: "click",
        },
        {
            content: "Create a quotation out of it",
            trigger: ".o_enova_documents button[name=action_new_quotation]",
            run: "click",
        },
        {
            content: "It opens for the contractor",
            trigger:
                ".o_form_view:has(.o_field_widget[name=order_line]) .o_field_widget[name=partner_id] input:value(Młyn Lubelski)",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The quotation shows the task",
            trigger: `${button} .o_stat_value:contains(1)`,
        },
        saved(),
        {
            content: "Back to the task",
            trigger: ".o_back_button",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=name] textarea:value(Zadzwonić), .o_field_widget[name=name] input:value(Zadzwonić)",
        },
        {
            trigger: documents,
            run: "click",
        },
        {
            trigger: `${section("sale_order_ids")} .o_data_row`,
        },
        ...link("invoice_ids", "FV/TOUR/1"),
        ...link("picking_ids", "WZ/TOUR/1"),
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        saved(),
        {
            content: "Open the delivery",
            trigger: `${section("picking_ids")} .o_data_row:contains(WZ/TOUR/1) .o_data_cell`,
            run: "click",
        },
        ...seenOnDocument(),
        {
            trigger: ".o_back_button",
            run: "click",
        },
        {
            trigger: documents,
            run: "click",
        },
        {
            content: "Open the invoice",
            trigger: `${section("invoice_ids")} .o_data_row:contains(FV/TOUR/1) .o_data_cell`,
            run: "click",
        },
        ...seenOnDocument(),
        {
            trigger: button,
            run: "click",
        },
        {
            content: "The invoice's list of tasks has this one",
            trigger: ".o_list_view .o_data_row:contains(Zadzwonić)",
        },
    ],
});
