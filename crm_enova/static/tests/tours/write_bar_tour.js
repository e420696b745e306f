import {registry} from "@web/core/registry";

// On a narrow screen a bar of icons at the bottom has all else under "+".
const isSmall = () => window.innerWidth < 768;

const openMore = {trigger: ".o_enova_more", run: "click"};

/** What is written by a button of its own, or under "+" where there is no room. */
const write = (name) =>
    isSmall()
        ? [openMore, {trigger: `.o-dropdown-item[data-writing=${name}]`, run: "click"}]
        : [{trigger: `.o_enova_write[data-writing=${name}]`, run: "click"}];

const bar = () =>
    isSmall()
        ? [
              {
                  content: "Four buttons within reach of the thumb, nothing sideways",
                  trigger: ".o_enova_bottom_bar:visible",
                  run() {
                      const {scrollWidth, clientWidth, children} = this.anchor;
                      const {bottom} = this.anchor.getBoundingClientRect();
                      if (scrollWidth > clientWidth || children.length !== 4) {
                          throw new Error(`${children.length} buttons, too wide`);
                      }
                      if (Math.abs(bottom - window.innerHeight) > 1) {
                          throw new Error(`the bar ends at ${bottom}`);
                      }
                  },
              },
          ]
        : [
              {
                  content: "An e-mail is next to a call",
                  trigger:
                      ".o_enova_write_bar:not(.o_enova_bottom_bar) [data-channel=phone] + [data-writing=email]",
              },
          ];

/** Write from one place: an e-mail that is sent, what stands under More, the chatter. */
registry.category("web_tour.tours").add("enova_write_bar", {
    steps: () => [
        {
            content: "The head says who answers and whom to ask for",
            trigger: ".o_enova_head_caretaker:contains('Crm Own')",
        },
        {
            trigger: ".o_enova_head_person:contains('Ewa Nowak')",
        },
        {
            content: "There is no chatter before it is asked for",
            trigger: ".o_form_view:not(:has(.o-mail-Chatter)) .o_enova_write_bar",
        },
        ...bar(),
        ...write("email"),
        {
            trigger: ".modal .o_field_widget[name=subject] input",
            run: "edit New price list",
        },
        {
            trigger: ".modal footer button[name=action_send_mail]:enabled",
            run: "click",
        },
        {
            content: "It stands in the history",
            trigger:
                ".o_enova_entry_row[data-source=message]:contains('New price list')",
        },
        {
            content: "Words find it, and nothing else",
            trigger: ".o_enova_search",
            run: "edit price list",
        },
        {
            trigger:
                ".o_enova_timeline:not(:has(.o_enova_entry_row[data-source=caretaker])):contains('New price list')",
        },
        {
            trigger: ".o_enova_sources button:contains('All')",
            run: "click",
        },
        {
            trigger: ".o_enova_entry_row[data-source=caretaker]",
        },
        {
            trigger: ".o_enova_more",
            run: "click",
        },
        {
            content: "Without a right to service orders there is no such entry",
            trigger:
                "body:not(:has(.o-dropdown-item[data-writing=service])) .o-dropdown-item[data-writing=creator]",
        },
        {
            trigger: ".o-dropdown-item[data-writing=folder]",
            run: "click",
        },
        {
            trigger: ".modal .o_form_view",
        },
        {
            trigger: ".modal footer button:contains('Discard')",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_enova_write_bar",
        },
        ...(isSmall() ? [openMore] : []),
        {
            trigger: ".o_enova_chatter_toggle",
            run: "click",
        },
        {
            trigger: ".o-mail-Chatter",
        },
        {
            content: "Addresses stand on a page of their own",
            trigger: ".nav-link[name=enova_data]",
            run: "click",
        },
        {
            trigger: ".tab-pane.active .o_field_widget[name=street]",
        },
    ],
});
