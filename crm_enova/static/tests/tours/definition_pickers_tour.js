import {registry} from "@web/core/registry";

const search = ".o_enova_icon_popover input";

function press(key) {
    return {trigger: search, run: `press ${key}`};
}

/** Choose an icon, put a number together, and add a field, without typing code. */
registry.category("web_tour.tours").add("enova_definition_pickers", {
    steps: () => [
        {
            content: "What is not offered is shown as it is, and stays",
            trigger: "[name='icon'] button:contains('fa-anchor')",
            run: "click",
        },
        {trigger: search, run: "edit nothing at all"},
        {trigger: ".o_enova_icon_popover:contains('No icon of this name')"},
        {trigger: search, run: "edit re"},
        {trigger: ".o_enova_icon_current[title]"},
        {trigger: search, run: "edit"},
        press("ArrowRight"),
        press("ArrowDown"),
        press("ArrowUp"),
        {trigger: ".o_enova_icon_current[id='fa-mobile']"},
        press("Escape"),
        {
            content: "Escape leaves it as it was",
            trigger: "body:not(:has(.o_enova_icon_popover)) [name='icon'] button",
            run: "click",
        },
        {trigger: search, run: "edit truck"},
        press("Enter"),
        {trigger: "[name='icon'] button:contains('Delivery') .fa-truck"},
        {
            trigger: ".o_field_widget[name='number_prefix'] input",
            run: "edit DOS/",
        },
        {trigger: ".o_enova_piece[data-piece='%(range_year)s']", run: "click"},
        {trigger: ".o_enova_piece[data-piece='-']", run: "click"},
        {
            trigger: ".o_field_widget[name='number_digits'] input",
            run: "edit 3 && press Tab",
        },
        {
            content: "The preview is there before anything is saved",
            trigger: ".o_form_dirty, .o_form_view:has(.o_form_button_save)",
        },
        {trigger: "[name='next_number']:contains('DOS/20'):contains('-001')"},
        {
            trigger: ".o_field_widget[name='number_prefix'] input",
            run: "edit DOS/%(rok)s && press Tab",
        },
        {trigger: "[name='number_problem']:contains('stands for nothing')"},
        {
            trigger: ".o_field_widget[name='number_prefix'] input",
            run: "edit DOS/%(range_year)s- && press Tab",
        },
        {trigger: "[name='next_number']:contains('-001')"},
        {trigger: ".o_notebook .nav-link[name='properties']", run: "click"},
        {
            trigger: ".o_enova_own_fields .o_field_property_add button",
            run: "click",
        },
        {
            trigger: ".o_property_field_popover .o_field_property_definition_header",
            run: "edit Pallets",
        },
        {
            trigger:
                ".o_property_field_popover .o_field_property_definition_value input",
            run: "edit EUR",
        },
        {trigger: ".oe_title", run: "click"},
        {
            trigger: ".o_enova_own_fields .o_property_field:contains('Pallets')",
        },
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: ".o_form_saved"},
    ],
});
