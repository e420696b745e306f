import {registry} from "@web/core/registry";

const row = (name) => `.o_enova_purchases .o_enova_purchase:contains('${name}')`;

/** What they buy, what they have stopped buying, and the lines behind it. */
registry.category("web_tour.tours").add("enova_purchases", {
    steps: () => [
        {
            content: "The page of the contractor",
            trigger: ".o_notebook a[name=enova_purchases]",
            run: "click",
        },
        {
            content: "What was bought every quarter is told to have stopped",
            trigger: `${row("Rolls")}:contains('has stopped buying'):contains('48')`,
        },
        {
            trigger: `${row("Grease")}:not(:contains('has stopped buying'))`,
        },
        {
            content: "A click on the product opens its lines",
            trigger: `${row("Rolls")} .btn-link`,
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Rolls')",
        },
        {
            trigger: ".o_list_view:not(:contains('Grease'))",
        },
        {
            content: "Back on the contractor",
            trigger: ".o_back_button, .breadcrumb-item a:contains('Młyn')",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_enova_name, .o_form_view h1",
        },
    ],
});
