import {queryOne} from "@odoo/hoot-dom";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const CARDS = [
    "BEGIN:VCARD",
    "VERSION:3.0",
    "FN:Ola Wilk",
    "ORG:Tartak Wilk",
    "TEL;TYPE=cell:+48 601 222 333",
    "END:VCARD",
    "BEGIN:VCARD",
    "VERSION:3.0",
    "FN:Młyn Lubelski",
    "TEL:600100200",
    "URL:https://mlyn.example.com",
    "END:VCARD",
    "BEGIN:VCARD",
    "NOTE:1",
    "END:VCARD",
];

function transfer() {
    const data = new DataTransfer();
    data.items.add(new File([CARDS.join("\r\n")], "cards.vcf", {type: "text/vcard"}));
    return data;
}

function drag(target, type) {
    const init = {bubbles: true, cancelable: true, dataTransfer: transfer()};
    target.dispatchEvent(new DragEvent(type, init));
}

/** The list, the lines, the report; on a telephone the lines are tiles. */
const imported = (open) => [
    {
        content: "The cards that were read, and the duplicate of one",
        trigger: ".o_field_widget[name=line_ids]:contains(Tartak Wilk)",
    },
    {
        trigger: ".o_field_widget[name=line_ids]:contains(Młyn Lubelski sp. z o.o.)",
    },
    {
        content: "Fill in the duplicate",
        trigger: ".o_form_view button[name=action_update_duplicates]",
        run: "click",
    },
    {
        trigger: ".o_field_widget[name=line_ids]:contains(Fill in the duplicate)",
    },
    ...open,
    {
        content: "The report",
        trigger: ".o_field_widget[name=line_ids]:contains(Filled in: )",
    },
    {
        trigger: ".o_field_widget[name=line_ids]:contains(neither a name nor)",
    },
];

tours.add("enova_vcard_drop", {
    steps: () => [
        {
            content: "Drag a file over the list",
            trigger: ".o_list_view .o_data_row",
            run: ({anchor}) => drag(anchor, "dragenter"),
        },
        {
            trigger: ".o_enova_vcard_dropzone:contains(Drop business cards)",
            run: ({anchor}) => drag(anchor, "drop"),
        },
        ...imported([
            {
                trigger: ".o_form_view button[name=action_import]",
                run: "click",
            },
        ]),
        {
            trigger: ".o_form_view button[name=action_open_created]",
            run: "click",
        },
        {
            content: "The new card among contractors",
            trigger: ".o_list_view .o_data_cell:contains(Tartak Wilk)",
        },
    ],
});

tours.add("enova_vcard_choose", {
    steps: () => [
        {
            content: "The gear menu, as nothing can be dragged on a telephone",
            trigger: ".o_cp_action_menus .fa-cog",
            run: "click",
        },
        {
            trigger: ".o_enova_vcard_menu",
            run: "click",
        },
        {
            trigger: "body:has(.o_enova_vcard_input:not(:visible))",
            run() {
                const input = queryOne("input.o_enova_vcard_input");
                input.files = transfer().files;
                input.dispatchEvent(new Event("change"));
            },
        },
        ...imported([
            {
                isActive: ["mobile"],
                trigger: ".o_statusbar_buttons button, .o_cp_buttons button",
            },
            {
                trigger: "button[name=action_import]",
                run: "click",
            },
        ]),
    ],
});
