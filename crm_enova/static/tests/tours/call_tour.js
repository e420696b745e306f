import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const logged = [
    {
        content: "The dialog has the call ready; log it",
        trigger: ".o_enova_call_dialog input[name=subject]:value(Phone call)",
    },
    {
        trigger: ".o_enova_call_dialog .o_enova_log",
        run: "click",
    },
    {
        trigger: ".o_notification:contains(Logged)",
    },
    {
        content: "The dialog closes by itself",
        trigger: "body:not(:has(.o_enova_call_dialog))",
    },
];

/** A screen that is still loading closes the dialogs of the one before. */
const loaded = {trigger: ".o_action_manager .o_view_controller .o_content"};

const openPalette = {
    content: "Ctrl+K",
    trigger: ".o_web_client",
    run: "press Control+k",
};

tours.add("enova_call_palette", {
    steps: () => [
        loaded,
        openPalette,
        {
            content: "The number as the telephone shows it, not as it was entered",
            trigger: ".o_command_palette_search input",
            run: "edit 0048 600 100 200",
        },
        {
            trigger:
                ".o_enova_call_command:contains(Log a call: Młyn):contains(600-100-200)",
            run: "click",
        },
        ...logged,
        openPalette,
        {
            content: "A person there, by name",
            trigger: ".o_command_palette_search input",
            run: "edit ewa nowak",
        },
        {
            trigger: ".o_enova_call_command:contains(Ewa Nowak)",
            run: "click",
        },
        ...logged,
        openPalette,
        {
            content: "Nobody has this number",
            trigger: ".o_command_palette_search input",
            run: "edit 799 888 777",
        },
        {
            trigger: ".o_enova_call_command:contains(New contractor with this number)",
            run: "click",
        },
        {
            content: "The form of a new contractor has it",
            trigger:
                ".o_form_view .o_field_widget[name=phone] input:value(799 888 777)",
        },
        {
            trigger: ".o_form_button_cancel",
            run: "click",
        },
    ],
});

tours.add("enova_call_systray", {
    steps: () => [
        loaded,
        {
            content: "Tap 1: the telephone in the top bar",
            trigger: ".o_enova_call_systray",
            run: "click",
        },
        {
            trigger: ".o_enova_call_search input",
            run: "edit 600100200",
        },
        {
            content: "Tap 2: who it is",
            trigger: ".o_enova_caller:contains(Młyn)",
            run: "click",
        },
        ...logged,
    ],
});

tours.add("enova_call_outsider", {
    steps: () => [
        loaded,
        {
            content: "No telephone for those who do not work with the CRM",
            trigger:
                ".o_menu_systray:has(.o_user_menu):not(:has(.o_enova_call_systray))",
        },
        openPalette,
        {
            trigger: ".o_command_palette_search input",
            run: "edit 600 100 200",
        },
        {
            trigger: ".o_command_palette_listbox_empty",
        },
        {
            trigger: ".o_command_palette:not(:has(.o_enova_call_command))",
        },
    ],
});
