import js from "@eslint/js";
import globals from "globals";

export default [
    js.configs.recommended,
    {
        files: ["**/*.js"],
        languageOptions: {
            ecmaVersion: 2024,
            sourceType: "module",
            globals: {...globals.browser, odoo: "readonly", luxon: "readonly"},
        },
        rules: {
            "array-callback-return": "error",
            complexity: ["error", 15],
            curly: ["error", "all"],
            eqeqeq: "error",
            "max-lines": ["error", 300],
            "no-console": "error",
            "no-eval": "error",
            "no-implied-eval": "error",
            "no-unused-vars": ["error", {argsIgnorePattern: "^_"}],
            "no-var": "error",
            "prefer-const": "error",
            "prefer-template": "error",
        },
    },
];
