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
            trigger: ".o_enova_call_command:contains(from an unknown number)",
            run: "click",
        },
        {
            content: "A card with the number; the name is all there is to ask",
            trigger:
                ".o_enova_call_card:has(input[name=phone]:value(799 888 777)) input[name=name]",
            run: "edit Piekarnia Rogal",
        },
        {
            trigger: ".o_enova_create_card",
            run: "click",
        },
        {
            content: "The call waits in it",
            trigger: ".o_enova_call_dialog:contains(Piekarnia Rogal) textarea",
            run: "edit Asks for prices",
        },
        ...logged,
    ],
});

/** Before one speaks: when we last did, what is open; then the call settles it. */
tours.add("enova_call_sheet", {
    steps: () => [
        loaded,
        {
            trigger: ".o_enova_call_systray",
            run: "click",
        },
        {
            trigger: ".o_enova_call_search input",
            run: "edit 600100200",
        },
        {
            trigger: ".o_enova_caller:contains(Młyn)",
            run: "click",
        },
        {
            content: "The last contact",
            trigger: ".o_enova_last_contact:contains(Spring talk)",
        },
        {
            content: "What is open, whoever does it",
            trigger:
                ".o_enova_call_tasks:contains(Call about the offer):contains(Visit them)",
        },
        {
            content: "Who it is",
            trigger: ".o_enova_call_people button:contains(Ewa Nowak)",
            run: "click",
        },
        {
            trigger:
                ".o_enova_call_people button[aria-pressed=true]:contains(Ewa Nowak)",
        },
        {
            content: "Only a call is settled by a call",
            trigger: ".o_enova_settles:not(:contains(Visit them))",
        },
        {
            trigger: ".o_enova_settles button:contains(Call about the offer)",
            run: "click",
        },
        {
            content: "The subject is the task's",
            trigger:
                ".o_enova_call_dialog input[name=subject]:value(Call about the offer)",
        },
        {
            trigger: ".o_enova_call_dialog textarea[name=result]",
            run: "edit Ordered",
        },
        {
            trigger: ".o_enova_call_dialog .o_enova_log",
            run: "click",
        },
        {
            trigger: ".o_notification:contains(Logged)",
        },
        {
            trigger: "body:not(:has(.o_enova_call_dialog))",
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
