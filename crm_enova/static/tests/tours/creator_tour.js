import {rpc} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";

const preview = ".modal .o_field_widget[name='preview']";

function choose(field, text) {
    return [
        {
            trigger: `.modal .o_field_widget[name='${field}'] input`,
            run: `edit ${text}`,
        },
        {
            trigger: `.o-autocomplete--dropdown-item:contains('${text}') > a`,
            run: "click",
        },
    ];
}

/** From the list of contractors: a campaign, projects and tasks by one window. */
registry.category("web_tour.tours").add("enova_creator_contractors", {
    steps: () => [
        {trigger: ".o_searchview_input", run: "edit Zakład"},
        {trigger: ".o_searchview_input", run: "press Enter"},
        {
            trigger:
                ".o_list_view:contains('Zakład 3'):not(:contains('Młyn Lubelski'))",
        },
        {trigger: "thead .o_list_record_selector input", run: "click"},
        {
            trigger: ".o_cp_action_menus button:contains('Actions')",
            run: "click",
        },
        {trigger: ".o-dropdown-item:contains('Creator')", run: "click"},
        {
            content: "It says what is missing, and there is nothing to press",
            trigger: `${preview}:contains('Say what to make')`,
        },
        ...choose("playbook_id", "Inspection"),
        {
            content: "Two of three: one has no caretaker",
            trigger: `${preview}:contains('Will be made for 2'):contains('no caretaker (1): Zakład 3')`,
        },
        {
            trigger: ".modal .o_field_widget[name='campaign_name'] input",
            run: "edit Spring",
        },
        {
            trigger:
                ".modal .o_field_widget[name='date_start'] input, .modal .o_field_widget[name='date_start'] button",
            run: "click",
        },
        {
            content: "All of one contractor's, word for word",
            trigger: `${preview}:contains('Members of the campaign Spring: 2') li:contains('Call Zakład 1')`,
        },
        {
            trigger: ".modal footer button[name='action_create']",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) button[name='action_open_projects']:contains('2')",
        },
        {
            trigger: "button[name='action_open_left_out']:contains('1')",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains('Zakład 3'):contains('no caretaker')",
        },
        {
            trigger: ".breadcrumb-item a:contains('Spring: Inspection')",
            run: "click",
        },
        {
            trigger: "button[name='action_open_projects']",
            run: "click",
        },
        {
            trigger: ".o_kanban_record:contains('Inspection: Zakład 2')",
            run: "click",
        },
        {
            trigger:
                ".o_form_view .o_field_widget[name='campaign_id']:contains('Spring'), .o_form_view .o_field_widget[name='campaign_id'] input:value('Spring')",
        },
        {
            trigger: "button[name='action_open_activities']:contains('2')",
        },
    ],
});

/** The same from a project's form: its tasks alone, and not twice. */
registry.category("web_tour.tours").add("enova_creator_project", {
    steps: () => [
        {
            trigger: ".o_statusbar_buttons button:contains('Creator')",
            run: "click",
        },
        ...choose("playbook_id", "Inspection"),
        {
            trigger: `${preview}:contains('Tasks and events: 2') li:contains('Call Młyn')`,
        },
        {
            trigger: ".modal footer button[name='action_create']",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) button[name='action_open_projects']:contains('1')",
        },
        {
            trigger: ".breadcrumb-item a:contains('New line')",
            run: "click",
        },
        {
            trigger: "button[name='action_open_activities']:contains('2')",
        },
        {
            trigger: ".o_statusbar_buttons button:contains('Creator')",
            run: "click",
        },
        ...choose("playbook_id", "Inspection"),
        {
            content: "What is there is not made again",
            trigger: `${preview}:contains('has all these tasks already')`,
        },
        {
            trigger: ".modal footer:not(:has(button[name='action_create']))",
        },
        {
            trigger: ".modal footer button[special='cancel'], .modal .btn-close",
            run: "click",
        },
        {trigger: "body:not(:has(.modal)) .o_form_view"},
    ],
});

/** A run in the background shows how far it is without anybody's asking. */
registry.category("web_tour.tours").add("enova_creator_run", {
    steps: () => [
        {trigger: ".o_form_view button[name='action_pause']"},
        {
            content: "Somebody else pauses it",
            trigger: ".o_form_view .o_field_progressbar",
            run: async () => {
                const id = Number(window.location.pathname.split("/").pop());
                await rpc("/web/dataset/call_button/enova.creator.run/action_pause", {
                    model: "enova.creator.run",
                    method: "action_pause",
                    args: [[id]],
                    kwargs: {},
                });
            },
        },
        {trigger: ".o_form_view button[name='action_resume']", run: "click"},
        {trigger: ".o_form_view button[name='action_pause']"},
    ],
});
