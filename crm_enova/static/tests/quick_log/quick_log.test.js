import {describe, expect, test} from "@odoo/hoot";
import {click, fill} from "@odoo/hoot-dom";
import {animationFrame, Deferred} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {
    defineModels,
    fields,
    models,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {QuickLog} from "@crm_enova/quick_log/quick_log";

describe.current.tags("desktop");

class ActivityType extends models.Model {
    _name = "enova.activity.type";

    name = fields.Char();
    short_name = fields.Char();
    icon = fields.Char();
    kind = fields.Char();
    channel = fields.Char();
    is_usable = fields.Boolean({default: true});

    _records = [
        {id: 1, name: "Phone call", kind: "event", channel: "phone"},
        {id: 2, name: "Visit", kind: "event", channel: "visit"},
        {id: 3, name: "To do", kind: "task", channel: "other"},
    ];
}

/** What is logged, and asked by the reminders on every page. */
class Activity extends models.Model {
    _name = "enova.activity";

    enova_reminders() {
        return [];
    }
}

defineMailModels();
defineModels([ActivityType, Activity]);

/** Opens a call, and logs it: its answer waits for the gate. */
async function logCall(gate) {
    onRpc("enova.activity", "quick_log", async () => {
        await gate;
        return {id: 7, name: "Phone call"};
    });
    const onLogged = () => expect.step("logged");
    await mountWithCleanup(QuickLog, {
        props: {partnerId: 1, contactId: false, onLogged},
    });
    await click("button[data-channel=phone]");
    await animationFrame();
    await click(".o_enova_log");
    await animationFrame();
}

async function come(gate) {
    gate.resolve();
    await animationFrame();
    await animationFrame();
}

test("an entry is closed once it is logged", async () => {
    const gate = new Deferred();
    await logCall(gate);
    expect(".o_enova_event_entry").toHaveCount(1);
    expect.verifySteps([]);
    await come(gate);
    expect(".o_enova_event_entry").toHaveCount(0);
    expect(".o_notification").toHaveText(/Logged: Phone call/);
    expect.verifySteps(["logged"]);
});

test("what is opened before the answer stays, and what was typed there", async () => {
    const gate = new Deferred();
    await logCall(gate);
    await click(".o_enova_plan_task");
    await animationFrame();
    await animationFrame();
    await click(".o_enova_task_entry input[name=subject]");
    await fill(" of the spring", {confirm: false});
    await come(gate);
    expect(".o_enova_task_entry input[name=subject]").toHaveValue(/of the spring/);
    expect(".o_notification").toHaveText(/Logged: Phone call/);
    expect.verifySteps(["logged"]);
});

test("a task that is still loading when the answer comes is opened", async () => {
    const gate = new Deferred();
    await logCall(gate);
    await click(".o_enova_plan_task");
    await come(gate);
    expect(".o_enova_task_entry").toHaveCount(1);
    expect.verifySteps(["logged"]);
});

test("a call that is opened while a visit is logged stays open", async () => {
    const gate = new Deferred();
    await logCall(gate);
    await click("button[data-channel=visit]");
    await animationFrame();
    await come(gate);
    expect(".o_enova_event_entry input[name=subject]").toHaveValue("Visit");
    expect.verifySteps(["logged"]);
});
