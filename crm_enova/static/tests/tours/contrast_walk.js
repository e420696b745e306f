import {rpcBus} from "@web/core/network/rpc";

/** Rules of axe-core: what is read badly, and what has no name or another one. */
const RULES = [
    "color-contrast",
    "label-content-name-mismatch",
    "button-name",
    "link-name",
    "image-alt",
    "role-img-alt",
    "select-name",
    "label",
    "aria-allowed-attr",
    "aria-allowed-role",
    "aria-command-name",
    "aria-conditional-attr",
    "aria-deprecated-role",
    "aria-hidden-focus",
    "aria-input-field-name",
    "aria-meter-name",
    "aria-progressbar-name",
    "aria-prohibited-attr",
    "aria-required-attr",
    "aria-roles",
    "aria-toggle-field-name",
    "aria-tooltip-name",
    "aria-valid-attr",
    "aria-valid-attr-value",
];

// What axe-core cannot see through: a veil over words, a colour of another notation.
const UNSURE = ["pseudoContent", "colorParse"];

const open = new Set();
rpcBus.addEventListener("RPC:REQUEST", ({detail}) => open.add(detail.data.id));
rpcBus.addEventListener("RPC:RESPONSE", ({detail}) => open.delete(detail.data.id));

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

async function until(ready, what) {
    const end = Date.now() + 15000;
    while (!ready()) {
        if (Date.now() > end) {
            throw new Error(`Waited in vain for ${what}`);
        }
        await pause(20);
    }
}

/** Wait until nothing is asked of the server and the page was drawn. */
async function settle() {
    for (let quiet = 0; quiet < 3; quiet = open.size ? 0 : quiet + 1) {
        await pause(30);
    }
}

async function load(url) {
    const script = document.createElement("script");
    script.textContent = await (await fetch(url)).text();
    document.head.append(script);
    const still = document.createElement("style");
    // nothing is looked at half faded in; axe-core asks the page what lies over what, and
    // grips at the ends of a bar hide its words from it
    still.textContent = `
        *, ::before, ::after {transition: none !important; animation: none !important}
        .o_enova_board_label {pointer-events: auto !important}
        .o_enova_board_handle, .fc-event-resizer {display: none !important}
    `;
    document.head.append(still);
}

// Parts of the framework's own widgets within our views, which it paints and names.
const CORE = [
    ".o-mail-Chatter",
    ".o_calendar_filter",
    ".o_field_property_add",
    ".o_calendar_renderer",
    ".o_current_week",
    ".o_datetime_picker",
    ".o_field_badge",
    ".o_field_domain",
    ".o_form_label",
    ".o_form_label_readonly",
    ".o_graph_view",
    ".o_group_name",
    ".o_kanban_header",
    ".o_optional_columns_dropdown",
    ".o_pivot",
    ".o_statusbar_status",
];
const CORE_NAMES = [
    ...CORE,
    ".o_field_widget",
    ".o_list_record_selector",
    ".o_m2o_avatar",
    ".o-checkbox",
    ".oi-panel-right",
    ".o-mail-Avatar",
];
const OURS = "[class*='o_enova']:not(.o_enova_calendar), .o_enova_calendar .o_event";

/**
 * Load the style that the server sends in the dark instead of the light one; return what
 * puts on one or the other. It sends nothing else, so no screen need be opened again.
 */
async function wardrobe(url) {
    const light = document.querySelector("link[href*='/web.assets_web.']");
    const dark = document.createElement("link");
    Object.assign(dark, {rel: "stylesheet", media: "screen", href: url});
    await new Promise((resolve, reject) => {
        Object.assign(dark, {onload: resolve, onerror: reject});
        light.after(dark);
    });
    const wear = (isDark) => {
        light.sheet.disabled = isDark;
        dark.sheet.disabled = !isDark;
        return getComputedStyle(document.body).backgroundColor;
    };
    if (wear(true) === wear(false)) {
        throw new Error("The dark has the ground of the light");
    }
    return wear;
}

/** Tell whether a node comes from our views, templates or styles. */
function isOurs(rule, selector) {
    const node = document.querySelector(selector);
    if (rule === "aria-allowed-role" && node.matches(".o_kanban_record")) {
        return false;
    }
    const names = rule === "color-contrast" ? CORE : CORE_NAMES;
    const core = node.closest(names.join());
    const own = node.closest(OURS);
    return !core || Boolean(own && core.contains(own));
}

/** Return what axe-core says of a node, with the figures of a contrast. */
function line(title, rule, {any, all, none, target}) {
    const check = [...any, ...all, ...none][0] || {};
    const {contrastRatio: ratio, fgColor, bgColor, messageKey} = check.data || {};
    const figures = ratio ? ` ${ratio} (${fgColor} on ${bgColor})` : "";
    const reason = messageKey ? ` ${messageKey}` : "";
    const node = document.querySelector(target[0]);
    const text = (node?.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `${title}: ${rule}${figures}${reason} ${target[0]} "${text}"`;
}

async function look(title, rules = RULES) {
    const found = await globalThis.axe.run(".o_action_manager .o_content, .o_dialog", {
        runOnly: rules,
        rules: {"label-content-name-mismatch": {enabled: rules === RULES}},
        resultTypes: ["violations", "incomplete"],
    });
    const said = (results, mark, isSaid) =>
        results.flatMap(({id, nodes}) =>
            nodes
                .filter((node) => isSaid(node) && isOurs(id, node.target[0]))
                .map((node) => line(title, id + mark, node))
        );
    return [
        ...said(found.violations, "", () => true),
        ...said(found.incomplete, "?", ({any}) =>
            UNSURE.includes(any[0]?.data?.messageKey)
        ),
    ];
}

/** Say which of the texts that a screen is about axe-core could not measure. */
async function prove({title, measured}) {
    const texts = [...document.querySelectorAll(measured)].filter(
        (node) => node.offsetParent && node.textContent.trim().length > 1
    );
    if (!texts.length) {
        return [`${title}: nothing to measure at ${measured}`];
    }
    const {passes, violations, incomplete} = await globalThis.axe.run(measured, {
        runOnly: ["color-contrast"],
    });
    const count = [...passes, ...violations].flatMap(({nodes}) => nodes).length;
    const why = incomplete.flatMap(({nodes}) =>
        nodes.map(({any}) => any[0]?.data?.messageKey)
    );
    return count ? [] : [`${title}: no contrast measured at ${measured}: ${why}`];
}

/** Open a screen and press what it says. */
async function visit({title, action, options, press}) {
    const {env} = odoo.__WOWL_DEBUG__.root;
    env.services.dialog.closeAll();
    await env.services.action.doAction(action, {clearBreadcrumbs: true, ...options});
    await until(
        () =>
            document.querySelector(
                ".o_action_manager .o_view_controller, .o_action_manager .o_enova_board, .o_action_manager .o_enova_home, .o_action_manager .o_enova_team, .o_dialog .o_form_view, .o_action_manager .o_action"
            ),
        title
    );
    await settle();
    for (const selector of press || []) {
        await until(() => document.querySelector(selector), `${title}: ${selector}`);
        document.querySelector(selector).click();
        await settle();
    }
}

/** Look at a screen that is open, and whether there was something to look at. */
async function examine(screen, rules) {
    const found = await look(screen.title, rules);
    return screen.measured ? [...found, ...(await prove(screen))] : found;
}

/** Look at each screen, in the dark at its colours; fail with all that was found. */
export async function walk({axe, screens, dark}) {
    await load(axe);
    const wear = dark && (await wardrobe(dark));
    await settle();
    const found = [];
    for (const screen of screens) {
        try {
            await visit(screen);
        } catch (error) {
            found.push(`${screen.title}: ${error.message}`);
            continue;
        }
        found.push(...(await examine(screen)));
        if (wear) {
            wear(true);
            // what has a name has it in the light, too
            const shown = {...screen, title: `${screen.title} in the dark`};
            found.push(...(await examine(shown, ["color-contrast"])));
            wear(false);
        }
    }
    if (found.length) {
        throw new Error(["", ...found].join("\n"));
    }
}
