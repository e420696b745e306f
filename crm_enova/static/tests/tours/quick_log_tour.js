import {registry} from "@web/core/registry";

const entry = ".o_enova_event_entry";

/** Two clicks log a call; with a chip the next contact is planned in the same go. */
const steps = () => [
    {
        content: "The page CRM is the first and is open; click 1: the sort of event",
        trigger: ".nav-item:first-child .nav-link.active[name=enova_crm]",
    },
    {
        trigger: ".o_enova_quick_log button[data-channel=phone]",
        run: "click",
    },
    {
        content: "The subject is proposed",
        trigger: `${entry} input[name=subject]:value(Phone call)`,
    },
    {
        content: "Click 2: log",
        trigger: `${entry} .o_enova_log`,
        run: "click",
    },
    {
        content: "The history shows it",
        trigger: ".o_enova_entry_row[data-source=activity]:contains(Phone call)",
    },
    {
        content: "The entry has closed",
        trigger: ".o_enova_crm_page:not(:has(.o_enova_entry))",
    },
    {
        trigger: ".o_enova_quick_log button[data-channel=phone]",
        run: "click",
    },
    {
        trigger: `${entry} input[name=subject]`,
        run: "edit Asked for a quotation",
    },
    {
        trigger: `${entry} textarea[name=result]`,
        run: "edit Wants 20 pieces",
    },
    {
        trigger: `${entry} [data-chip=week]`,
        run: "click",
    },
    {
        trigger: `${entry} [data-chip=week][aria-pressed=true]`,
    },
    {
        trigger: `${entry} input[name=subject]`,
        run: "click",
    },
    {
        content: "Enter in the subject logs",
        trigger: `${entry} input[name=subject]:focus`,
        run: "press Enter",
    },
    {
        trigger:
            ".o_enova_entry_row:contains(Asked for a quotation):contains(Wants 20)",
    },
    {
        content: "The next call stands on top; closing it asks for its result",
        trigger: ".o_enova_open_task:contains(Call) .o_enova_done",
        run: "click",
    },
    {
        trigger: ".modal .o_field_widget[name=result] textarea",
        run: "edit Ordered",
    },
    {
        trigger: ".modal .o_field_widget[name=followup] input:checked",
        run: "uncheck",
    },
    {
        trigger: ".modal footer button[name=action_confirm]",
        run: "click",
    },
    {
        content: "Nothing is open any more; the answer stands in the history",
        trigger: ".o_enova_timeline:not(:has(.o_enova_open_task)):contains(Ordered)",
    },
];

const tours = registry.category("web_tour.tours");
tours.add("enova_quick_log", {steps});

tours.add("enova_quick_log_kept", {
    steps: () => [
        {
            trigger: ".o_enova_plan_task",
            run: "click",
        },
        {
            trigger: ".o_enova_task_entry input[name=subject]",
            run: "edit Send samples",
        },
        {
            trigger: ".o_enova_task_entry [data-chip=date]",
            run: "click",
        },
        {
            trigger: ".o_enova_task_entry .o_enova_next_date",
            run() {
                // a browser hands over a date whole, not letter by letter
                this.anchor.value = "2099-05-04";
                this.anchor.dispatchEvent(new Event("input", {bubbles: true}));
            },
        },
        {
            trigger: ".o_enova_plan",
            run: "click",
        },
        {
            content: "The task waits on top of the history",
            trigger: ".o_enova_open_task:contains(Send samples):contains(2099)",
        },
        {
            content: "Escape closes without logging",
            trigger: ".o_enova_quick_log button[data-channel=phone]",
            run: "click",
        },
        {
            trigger: ".o_enova_event_entry input[name=subject]",
            run: "press Escape",
        },
        {
            trigger: ".o_enova_crm_page:not(:has(.o_enova_entry))",
        },
        {
            content: "A letter wants its sender: the server refuses",
            trigger: ".o_enova_quick_log .o_enova_more",
            run: "click",
        },
        {
            trigger: ".o-dropdown-item[data-channel=letter]",
            run: "click",
        },
        {
            trigger: ".o_enova_event_entry input[name=subject]",
            run: "edit Typed with care",
        },
        {
            trigger: ".o_enova_log",
            run: "click",
        },
        {
            content: "The reason is told",
            trigger:
                ".o_error_dialog:contains(What came of it), .modal:contains(wants a result)",
        },
        {
            trigger: ".modal footer button",
            run: "click",
        },
        {
            content: "What was typed is still there",
            trigger: ".o_enova_event_entry input[name=subject]:value(Typed with care)",
        },
        {
            trigger: ".o_enova_event_entry textarea[name=result]",
            run: "edit By post",
        },
        {
            trigger: ".o_enova_log",
            run: "click",
        },
        {
            trigger: ".o_enova_entry_row:contains(Typed with care)",
        },
    ],
});
