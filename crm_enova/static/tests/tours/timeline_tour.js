import {registry} from "@web/core/registry";

const script = "<script>document.title=1</script>";

registry.category("web_tour.tours").add("enova_timeline", {
    steps: () => [
        {
            content: "What somebody typed as markup shows as text",
            trigger: `.o_enova_entry_row a:contains("${script}")`,
        },
        {
            trigger: `.o_enova_result:contains("<img src=x")`,
        },
        {
            content: "No such element has come to be",
            trigger: ".o_enova_timeline:not(:has(img)):not(:has(script))",
        },
        {
            content: "A long result is folded",
            trigger:
                ".o_enova_entry_row:has(.o_enova_clamped) .btn-link:contains(More)",
            run: "click",
        },
        {
            trigger: ".o_enova_timeline:not(:has(.o_enova_clamped))",
        },
        {
            content: "One page of many",
            trigger: ".o_enova_timeline:not(:contains(Oldest))",
        },
        {
            trigger: ".o_enova_show_more",
            run: "click",
        },
        {
            trigger: ".o_enova_timeline:not(:has(.o_enova_show_more)):contains(Oldest)",
        },
        {
            content: "An entry is pinned, and stands over the history",
            trigger: ".o_enova_entry_row:contains(Oldest) .o_enova_pin",
            run: "click",
        },
        {
            trigger:
                ".o_enova_entry_row:contains(Oldest) .o_enova_pin[aria-pressed=true]",
        },
        {
            trigger: ".o_enova_pinned:contains(Oldest) .o_enova_unpin",
            run: "click",
        },
        {
            trigger: ".o_enova_timeline:not(:has(.o_enova_pins))",
        },
        {
            content: "A click puts it back",
            trigger: ".o_notification:contains(Oldest) .o_notification_buttons button",
            run: "click",
        },
        {
            trigger: ".o_enova_pinned:contains(Oldest)",
        },
        {
            content: "Only orders",
            trigger: ".o_enova_sources [data-group=sale]",
            run: "click",
        },
        {
            trigger:
                ".o_enova_timeline:not(:has(.o_enova_entry_row[data-source=activity]))" +
                " .o_enova_entry_row[data-source=order] a",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=order_line]",
        },
    ],
});

/** The list of sources names fields as people know them, not as the code does. */
registry.category("web_tour.tours").add("enova_history_sources", {
    steps: () => [
        {trigger: ".o_data_row [name='partner_path']:contains('Vendor')"},
        {trigger: ".o_data_row [name='date_field']:contains('Start Date')"},
        {
            trigger:
                ".o_data_row:not(:contains('partner_id')):not(:contains('date_start'))",
        },
    ],
});

registry.category("web_tour.tours").add("enova_timeline_of_a_device", {
    steps: () => [
        {
            trigger: ".o_form_view .nav-link[name=enova_history]",
            run: "click",
        },
        {
            content: "Five notes of today are one row, until somebody unfolds it",
            trigger:
                ".o_enova_history_page:contains(Cleaned):not(:contains(Bought used))",
        },
        {
            trigger: ".o_enova_burst button[aria-expanded=false]:contains(5)",
            run: "click",
        },
        {
            trigger:
                ".o_enova_timeline:contains(Bought used 0):contains(Bought used 4)",
        },
        {
            trigger: ".o_enova_burst button[aria-expanded=true]",
            run: "click",
        },
        {
            trigger: ".o_enova_timeline:not(:contains(Bought used))",
        },
        {
            content: "A printed history, pins and people are a contractor's alone",
            trigger:
                ".o_enova_timeline:not(:has(.o_enova_print, .o_enova_pin, .o_enova_person))",
        },
        {
            content: "A call is changed without leaving the history",
            trigger: ".o_enova_entry_row:contains(Cleaned) .o_enova_entry_edit",
            run: "click",
        },
        {
            trigger: ".o_dialog .o_field_widget[name=name] :is(input, textarea)",
            run: "edit Cleaned and oiled",
        },
        {
            trigger: ".o_dialog .o_form_button_save",
            run: "click",
        },
        {
            trigger: "body:not(:has(.o_dialog)) .o_enova_timeline:contains(oiled)",
        },
        {
            content: "Whoever asks for one kind sees all of it",
            trigger: ".o_enova_sources button[data-group=message]",
            run: "click",
        },
        {
            trigger:
                ".o_enova_timeline:contains(Bought used 0):not(:contains(Cleaned))",
        },
    ],
});
