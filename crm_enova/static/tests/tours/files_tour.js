import {queryOne} from "@odoo/hoot-dom";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

export function transfer(...names) {
    const data = new DataTransfer();
    for (const name of names) {
        const text = `Umowa najmu hali w Lublinie, ${name}`;
        data.items.add(new File([text], name, {type: "text/plain"}));
    }
    return data;
}

function drag(target, type, ...names) {
    const init = {bubbles: true, cancelable: true, dataTransfer: transfer(...names)};
    target.dispatchEvent(new DragEvent(type, init));
}

tours.add("enova_files_drop", {
    steps: () => [
        {
            content: "A contractor has so many buttons that some are further ones",
            trigger: ".o-form-buttonbox .o_button_more",
            run: "click",
        },
        {
            content: "The files of the contractor, from its form",
            trigger: ".o_dropdown_more button[name=action_open_enova_files]",
            run: "click",
        },
        {
            content: "Drag two files over the list",
            trigger: ".o_list_view",
            run: ({anchor}) => drag(anchor, "dragenter", "najem.txt"),
        },
        {
            trigger: ".o_enova_file_dropzone",
            run: ({anchor}) => drag(anchor, "drop", "najem.txt", "protokol.txt"),
        },
        {
            trigger: ".o_data_row:contains(najem.txt)",
        },
        {
            trigger: ".o_data_row:contains(protokol.txt)",
        },
        {
            content: "A click shows what it says",
            trigger: ".o_data_row:contains(najem.txt) .o_data_cell[name=name]",
            run: "click",
        },
        {
            trigger: ".modal .o_enova_file_preview:contains(Umowa najmu hali)",
        },
        {
            trigger: ".modal .btn-close",
            run: "click",
        },
        {
            content: "Enter it in the register",
            trigger:
                "body:not(:has(.modal)) .o_data_row:contains(najem.txt) button[name=action_enova_register]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=number] input",
            run: "edit 12/2026",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_put_in_force]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(In force)",
        },
    ],
});

tours.add("enova_files_found", {
    steps: () => [
        {
            content: "Search in what the files say",
            trigger: ".o_searchview_input",
            run: "edit najmu lublin",
        },
        {
            trigger: ".o_searchview_autocomplete .o-dropdown-item:first",
            run: "click",
        },
        {
            content: "Where it stands is marked",
            trigger: ".o_data_row:contains(najem.txt) mark:contains(najmu)",
        },
        {
            trigger:
                ".o_data_row:contains(najem.txt) button[name=action_enova_open_record]",
            run: "click",
        },
        {
            content: "The record is one click away",
            trigger: ".o_form_view .o_field_widget[name=name]",
        },
    ],
});

tours.add("enova_files_expired", {
    steps: () => [
        {
            content: "What is over is said in the register",
            trigger: ".o_data_row:contains(Kończy się) .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "The task that was given before it ends",
            trigger:
                ".o_form_view .o_field_widget[name=reminder_id]:contains(Kończy się)",
        },
    ],
});

tours.add("enova_files_camera", {
    steps: () => [
        {
            content: "A telephone opens its camera",
            trigger: ".o_enova_files_camera",
            run: "click",
        },
        {
            trigger:
                "body:has(.o_enova_files_input[capture=environment]:not(:visible))",
            run() {
                const input = queryOne("input.o_enova_files_input");
                input.files = transfer("zdjecie.txt").files;
                input.dispatchEvent(new Event("change"));
            },
        },
        {
            content: "What was photographed is in the list",
            trigger:
                ".o_kanban_record:contains(zdjecie.txt), .o_data_row:contains(zdjecie.txt)",
        },
    ],
});

tours.add("enova_files_form_and_row", {
    steps: () => [
        {
            content: "Drag a file over the row of a task",
            trigger: ".o_list_view .o_data_row:contains(Zadanie z plikiem)",
            run: ({anchor}) => {
                drag(anchor, "dragover", "wiersz.txt");
                drag(anchor, "drop", "wiersz.txt");
            },
        },
        {
            trigger:
                ".o_notification:contains(wiersz.txt), .o_notification:contains(Added)",
        },
        {
            trigger: ".o_data_row:contains(Zadanie z plikiem) .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "And over its form",
            trigger: ".o_form_view",
            run: ({anchor}) => drag(anchor, "dragenter", "formularz.txt"),
        },
        {
            trigger: ".o_enova_file_dropzone",
            run: ({anchor}) => drag(anchor, "drop", "formularz.txt"),
        },
        {
            trigger: ".o_notification:contains(Added)",
        },
    ],
});

tours.add("enova_files_link", {
    steps: () => [
        {
            trigger: "button[name=action_link]",
            run: "click",
        },
        {
            content: "The page is loaded anew before the link is made",
            trigger: ".modal .o_field_widget[name=attachment_ids] .o_tag",
            run: () => window.location.reload(),
            expectUnloadPage: true,
        },
        {
            trigger: "body:not(:has(.modal)) button[name=action_link]",
            run: "click",
        },
        {
            content: "And now it is made",
            trigger: ".modal button[name=action_make]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=url]",
        },
    ],
});
