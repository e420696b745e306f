"""Give the definitions that came with the addon a word for their buttons."""

# Name and short name, by the definition; a database that renamed one keeps its word.
WORDS = {
    "enova_activity_type_event_call": (["Phone call", "Rozmowa telefoniczna"], "Talk"),
    "enova_activity_type_event_visit": (["Visit held", "Odbyta wizyta"], "Visit"),
}


def migrate(cr, version):
    """Write the English word; the translations, loaded afterwards, bring the others."""
    if not version:
        return
    for xmlid, (names, word) in WORDS.items():
        cr.execute(
            """
            UPDATE enova_activity_type AS definition
               SET short_name = jsonb_build_object('en_US', %s::text)
              FROM ir_model_data AS known
             WHERE known.module = 'crm_enova' AND known.name = %s
               AND known.model = 'enova.activity.type'
               AND known.res_id = definition.id
               AND definition.short_name IS NULL
               AND NOT EXISTS (
                   SELECT FROM jsonb_each_text(definition.name) AS said
                    WHERE said.key IN ('en_US', 'pl_PL') AND said.value <> ALL (%s))
            """,
            [word, xmlid, names],
        )
