import {registry} from "@web/core/registry";
import {documents, saved, section} from "@crm_enova/../tests/tours/document_links_tour";
import {openMenu} from "@crm_enova/../tests/tours/menu_steps";

const contractor = "Regał Serwis";

const task = "Przygotować ofertę na regały";

/** Take a ready template through the import screen, as it is. */
function importFile(file) {
    return [
        {
            content: "Import records stands in the gear menu",
            trigger: ".o_control_panel .o_cp_action_menus button:has(.fa-cog)",
            run: "click",
        },
        {
            trigger: ".o_import_menu",
            run: "click",
        },
        {
            content: `Choose ${file}`,
            trigger:
                ".o_control_panel:has(.o_import_file) input[type=file]:not(:visible)",
            async run() {
                const answer = await fetch(`/crm_enova/static/xls/${file}`);
                const transfer = new DataTransfer();
                const content = await answer.arrayBuffer();
                transfer.items.add(new File([content], file, {type: "text/csv"}));
                this.anchor.files = transfer.files;
                this.anchor.dispatchEvent(new Event("change"));
            },
        },
        {
            content: "Every column has found its field",
            trigger: ".o_import_data_content",
        },
        {
            trigger: ".o_control_panel_main_buttons button:contains(/^Import/)",
            run: "click",
        },
    ];
}

/** Make a document out of the task, save it, and come back. */
function create(button, field) {
    return [
        {
            trigger: documents,
            run: "click",
        },
        {
            trigger: `.o_enova_documents button[name=${button}]`,
            run: "click",
        },
        {
            content: "It opens for the contractor",
            trigger: `.o_form_view:not(:has(.o_enova_documents)) .o_field_widget[name=partner_id] input:value(/${contractor}/)`,
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        saved(),
        {
            trigger: ".o_back_button",
            run: "click",
        },
        {
            trigger: documents,
            run: "click",
        },
        {
            content: "The task has it",
            trigger: `${section(field)} .o_data_row`,
        },
    ];
}

registry.category("web_tour.tours").add("enova_main_job", {
    // every step, for the ERP makes its Polish files meanwhile
    steps: () =>
        [
            ...importFile("contractors_pl.csv"),
            {
                content: "The contractors are there",
                trigger: `.o_list_view .o_data_row:contains(${contractor})`,
            },
            ...openMenu("enova_activity_menu_root", "enova_activity_menu"),
            {
                trigger: ".o_list_view .o_breadcrumb:not(:contains(Kontrahenci))",
            },
            ...importFile("activities_pl.csv"),
            {
                content: "So is their history",
                trigger:
                    ".o_list_view .o_data_row:contains(Zapytanie o regały paletowe)",
            },
            ...openMenu("res_partner_menu_root", "res_partner_menu_contractor"),
            {
                trigger: `.o_list_view .o_data_row:contains(${contractor}) .o_data_cell[name=complete_name]`,
                run: "click",
            },
            {
                content: "Their history stands on the contractor",
                trigger: ".o_enova_entry_row:contains(Zapytanie o regały paletowe)",
            },
            {
                content: "Click 1",
                trigger: ".o_enova_quick_log button[data-channel=phone]",
                run: "click",
            },
            {
                content: "Click 2: the call is logged",
                trigger: ".o_enova_event_entry .o_enova_log",
                run: "click",
            },
            {
                content: "By its title; what was imported is a call, too",
                trigger: ".o_enova_entry_row a:contains(Rozmowa telefoniczna)",
            },
            {
                content: "Plan a task",
                trigger: ".o_enova_plan_task",
                run: "click",
            },
            {
                trigger: ".o_enova_task_entry input[name=subject]",
                run: `edit ${task}`,
            },
            {
                trigger: ".o_enova_plan",
                run: "click",
            },
            {
                content: "Open it",
                trigger: `.o_enova_open_task:contains(${task}) a`,
                run: "click",
            },
            ...create("action_new_quotation", "sale_order_ids"),
            ...create("action_new_invoice", "invoice_ids"),
            ...create("action_new_transfer", "picking_ids"),
            {
                content: "Back to the contractor",
                trigger: ".o_back_button",
                run: "click",
            },
            {
                content: "The quotation is in the history",
                trigger: ".o_enova_entry_row[data-source=order]",
            },
            {
                content: "So is the delivery",
                trigger: ".o_enova_entry_row[data-source=transfer]",
            },
            {
                content: "And the task stands on top of it, still to be done",
                trigger: `.o_enova_open_task:contains(${task})`,
            },
        ].map((step) => ({timeout: 60000, ...step})),
});
