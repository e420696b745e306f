import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("enova_my_tasks", {
    steps: () => [
        {
            content: "Our task and core's reminder stand on one screen",
            trigger: ".o_view_controller:contains(Prepare the offer)",
        },
        {
            content: "Markup in a summary is text",
            trigger: ".o_enova_reminder:contains('<b>Ask</b>'):contains(Hurtownia)",
        },
        {
            trigger:
                ".o_enova_reminders_toggle:contains(Reminders on documents):contains(2)",
            run: "click",
        },
        {
            trigger: ".o_enova_reminders:not(:has(.o_enova_reminder))",
        },
        {
            trigger: ".o_enova_reminders_toggle",
            run: "click",
        },
        {
            trigger: ".o_enova_reminder:contains(Close me) .o_enova_reminder_done",
            run: "click",
        },
        {
            trigger: ".o_enova_reminders_toggle:contains(1)",
        },
        {
            content: "The row opens its document",
            trigger: ".o_enova_reminder:contains(Hurtownia) .o_enova_reminder_open",
            run: "click",
        },
        {
            trigger: ".o_form_view:has(.o_enova_crm_page)",
        },
    ],
});

const openMenu = {
    trigger: ".o_menu_systray .dropdown-toggle:has(i[aria-label=Activities])",
    run: "click",
};

tours.add("enova_activity_menu", {
    steps: () => [
        openMenu,
        {
            content: "One overdue, one today, one later",
            trigger:
                ".o-mail-ActivityGroup[data-model_name='enova.activity']:contains(My tasks)" +
                " span:contains(1 Late)",
            run: "click",
        },
        {
            content: "Our own action, with the filter",
            trigger: ".o_breadcrumb:contains(My tasks)",
        },
        {
            trigger: ".o_searchview_facet:contains(Overdue)",
        },
        {
            trigger:
                ".o_list_view:contains(Prepare the offer):not(:contains(Much later))",
        },
        {
            trigger: ".o_enova_reminders",
        },
        openMenu,
        {
            trigger:
                ".o-mail-ActivityGroup[data-model_name='enova.activity'] span:contains(1 Future)",
            run: "click",
        },
        {
            trigger:
                ".o_list_view:contains(Much later):not(:contains(Prepare the offer))",
        },
    ],
});
