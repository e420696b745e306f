import {reactive} from "@odoo/owl";
import {rpcBus} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {session} from "@web/session";

const RULE = "enova.color.rule";

const CHANGES = ["web_save", "web_save_multi", "create", "write", "unlink"];

/** Asks how records are painted, once a page, and keeps the answer for all views. */
export const colorRuleService = {
    dependencies: ["orm"],
    start(env, {orm}) {
        let models = new Set(session.enova_color_models || []);
        // How each record is painted, by model and id; views watch their own.
        const painted = reactive(new Map());

        async function paint(model, ids, said = []) {
            if (!models.has(model) || !ids.length) {
                return;
            }
            const answer = await orm.silent.call(RULE, "paint", [model, ids, said]);
            for (const id of ids) {
                const rule = answer.records[id];
                const key = `${model},${id}`;
                const before = painted.get(key);
                const after = rule && {id: rule, ...answer.rules[rule]};
                if (before?.id !== after?.id || before?.style !== after?.style) {
                    painted.set(key, after);
                }
            }
        }

        // A rule that was changed here works here at once.
        rpcBus.addEventListener("RPC:RESPONSE", async ({detail}) => {
            const {model, method} = detail.data?.params || {};
            if (model === RULE && CHANGES.includes(method)) {
                painted.clear();
                models = new Set(await orm.silent.call(RULE, "painted_models", []));
            }
        });

        return {paint, painted};
    },
};

registry.category("services").add("enova_color_rule", colorRuleService);
