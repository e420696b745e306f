import {registry} from "@web/core/registry";
import {openMenu} from "@crm_enova/../tests/tours/menu_steps";

const preview = ".modal .o_field_widget[name='preview']";
const AUDIENCES = [
    "All that fit a filter",
    "All of a saved filter",
    "Members of the campaign",
    "Chosen projects",
    "Chosen contractors and cards",
];

/** The window is there, says what is missing, and is closed again. */
function lookAndLeave(words = "Say what to make") {
    return [
        {trigger: `${preview}:contains('${words}')`},
        {trigger: ".modal footer button:contains('Discard')", run: "click"},
        {trigger: "body:not(:has(.modal))"},
    ];
}

function fromMenu() {
    return openMenu("enova_campaign_menu_root", "enova_creator_menu");
}

/** Open the creator from the menu, from a campaign, and once for each audience. */
registry.category("web_tour.tours").add("enova_creator_open", {
    steps: () => [
        {trigger: ".o_form_view .o_statusbar_buttons"},
        ...fromMenu(),
        ...lookAndLeave(),
        {
            trigger: ".o_statusbar_buttons button:contains('Creator')",
            run: "click",
        },
        {trigger: ".modal .o_field_widget[name='campaign_id'] input:value('Spring')"},
        {trigger: `${preview}:contains('Will be made for')`},
        {trigger: ".modal footer button:contains('Discard')", run: "click"},
        {trigger: "body:not(:has(.modal))"},
        ...fromMenu(),
        ...AUDIENCES.flatMap((audience) => [
            {
                trigger: ".modal .o_field_widget[name='audience'] input",
                run: "click",
            },
            {
                trigger: `.o_select_menu_item:contains('${audience}')`,
                run: "click",
            },
            {trigger: `${preview} p`},
        ]),
        ...lookAndLeave(),
    ],
});

/** Take a run back from its form, after reading what goes. */
registry.category("web_tour.tours").add("enova_creator_undo", {
    steps: () => [
        {
            trigger: ".o_statusbar_buttons button[name='action_undo']",
            run: "click",
        },
        {
            trigger: `${preview}:contains('Will be removed'):contains('Projects: 1'):contains('Tasks and events: 2')`,
        },
        {
            trigger: ".modal footer button[name='action_undo']",
            run: "click",
        },
        {trigger: ".o_form_view .alert:contains('has been taken back')"},
        {trigger: ".o_statusbar_status .o_arrow_button_current:contains('Taken back')"},
        {trigger: "[name='undone_note']:contains('Tasks and events: 2')"},
    ],
});
