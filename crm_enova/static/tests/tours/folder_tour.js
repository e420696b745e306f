import {registry} from "@web/core/registry";

const button = ".o-form-buttonbox .o_enova_folder_button";

function fromActionMenu() {
    return [
        {
            content: "Open the action menu of the form",
            trigger: ".o_cp_action_menus .dropdown-toggle:has(.fa-cog)",
            run: "click",
        },
        {
            trigger: ".o-dropdown-item:contains(Add to folder)",
            run: "click",
        },
        {
            content: "The folder used last is proposed",
            trigger: ".modal .o_field_widget[name=folder_id] input:value(Umowy młyna)",
        },
        {
            trigger: ".modal .modal-footer button[name=action_confirm]",
            run: "click",
        },
        {
            content: "It shows the folder that it is in",
            trigger: `body:not(:has(.modal)) ${button} .o_stat_value:contains(1)`,
        },
    ];
}

/** A contractor has so many buttons that this one is among the further ones. */
function furtherButton(count) {
    return [
        {
            content: "Open the further buttons",
            trigger: "body:not(:has(.modal)) .o-form-buttonbox .o_button_more",
            run: "click",
        },
        {
            content: "It says in how many folders the contractor is",
            trigger: `.o_dropdown_more .o_enova_folder_button:has(.o_stat_value:contains(${count}))`,
            run: "click",
        },
    ];
}

/** From a contractor, a task and an order, each opened by its address. */
registry.category("web_tour.tours").add("enova_folder_fill_first", {
    steps: () => [
        ...furtherButton(0),
        {
            content: "Choose the folder",
            trigger: ".modal .o_field_widget[name=folder_id] input",
            run: "edit Umowy",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Umowy młyna)",
            run: "click",
        },
        {
            trigger: ".modal .modal-footer button[name=action_confirm]",
            run: "click",
        },
        ...furtherButton(1),
        {
            content: "In one folder: it opens",
            trigger: ".o_form_view .o_field_widget[name=item_ids] .o_data_row",
        },
    ],
});

registry.category("web_tour.tours").add("enova_folder_fill", {
    steps: () => fromActionMenu(),
});

const column = (name) => `.o_kanban_group:contains(${name})`;
const card = (name) => `.o_kanban_record:contains(${name})`;

registry.category("web_tour.tours").add("enova_folder_order", {
    steps: () => [
        {
            content: "The folder of somebody who manages it",
            trigger: ".o_data_row:contains(Umowy młyna) .o_data_cell:contains(Umowy)",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=item_ids] .o_data_row:contains(Młyn Lubelski)",
        },
        {
            content: "A note of one's own",
            trigger: ".o_field_x2many_list_row_add a:contains(Add a note)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit Ustalenia z marca",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=item_ids] .o_data_row:contains(Ustalenia)",
        },
        {
            content: "By section",
            trigger: "button[name=action_open_items]",
            run: "click",
        },
        {
            trigger: `.o_kanban_view ${column("Agreements")}`,
        },
        {
            content: "What is in no section is folded at first",
            trigger: ".o_kanban_group.o_column_folded:contains(None)",
            run: "click",
        },
        {
            content: "Drag the contractor into a section",
            trigger: card("Młyn Lubelski"),
            run: `drag_and_drop (${column("Agreements")})`,
        },
        {
            trigger: `${column("Agreements")} ${card("Młyn Lubelski")}`,
        },
        {
            content: "A click opens what it leads to",
            trigger: card("Zadanie w teczce"),
            run: "click",
        },
        {
            trigger: ["input", "textarea"]
                .map(
                    (tag) => `.o_field_widget[name=name] ${tag}:value(Zadanie w teczce)`
                )
                .join(", "),
        },
    ],
});

/** Whoever has fewer rights: neither the order nor a hint of it. */
registry.category("web_tour.tours").add("enova_folder_read", {
    steps: () => [
        {
            trigger: ".o_data_row:contains(Umowy młyna) .o_data_cell:contains(Umowy)",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=item_ids] .o_data_row:contains(Młyn Lubelski)",
        },
        {
            content: "Two of the three, and no button that changes it",
            trigger:
                ".o_form_view:not(:has(button[name=action_close])):not(:has(.o_enova_folder_upload)):not(:has(.o_field_x2many_list_row_add)) button[name=action_open_items] .o_stat_value:contains(2)",
        },
        {
            trigger:
                ".o_field_widget[name=item_ids]:not(:contains(TAJNE)):not(:contains(Deleted))",
        },
        {
            trigger: "button[name=action_open_items]",
            run: "click",
        },
        {
            trigger: ".o_kanban_view:not(:contains(TAJNE)) .o_kanban_record",
        },
    ],
});
