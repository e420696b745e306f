"""The statements of seed.py: each makes its rows inside PostgreSQL."""

# The first of them is the contractor with 2 % of all.
PARTNERS = """
    INSERT INTO res_partner (name, complete_name, commercial_company_name, active,
           is_company, type, contractor_status, autopost_bills, user_id, vat,
           enova_vat_key, phone, email, email_normalized, city, lang, color,
           partner_share, create_uid, write_uid, create_date, write_date)
    SELECT name, name, name, true, true, 'contact', 'contractor', 'ask',
           CASE WHEN i = 1 OR i %% 20 = 0 THEN %(big)s
                WHEN i %% greatest(%(count)s / 50, 2) = 1 THEN %(small)s
                ELSE (%(others)s::int[])[1 + i %% %(other_count)s] END,
           '5' || lpad(i::text, 9, '0'), '5' || lpad(i::text, 9, '0'),
           '+48 5' || lpad(i::text, 8, '0'),
           'biuro' || i || '@example.com', 'biuro' || i || '@example.com',
           (ARRAY['Lublin', 'Leszno', 'Kielce', 'Gdynia', 'Opole'])[1 + i %% 5],
           'en_US', 0, true, 1, 1, now(), now()
      FROM generate_series(1, %(count)s) AS i,
           LATERAL (SELECT CASE WHEN i = 1 THEN %(big_name)s ELSE concat_ws(' ',
               (%(trades)s::text[])[1 + i %% 16],
               (%(last_names)s::text[])[1 + i / 16 %% 16], i) END AS name) AS named
"""
# Two in five contractors have somebody, the first one has thirty.
PERSONS = """
    INSERT INTO res_partner (name, complete_name, commercial_company_name, parent_id,
           commercial_partner_id, active, is_company, type, autopost_bills, phone,
           email, email_normalized, function, lang, color, partner_share, create_uid,
           write_uid, create_date, write_date)
    SELECT named.name, company.name || ', ' || named.name, company.name, company.id,
           company.id,
           true, false, 'contact', 'ask', '+48 6' || lpad(i::text, 8, '0'),
           'osoba' || i || '@example.com', 'osoba' || i || '@example.com', 'Kupiec',
           'en_US', 0, true, 1, 1, now(), now()
      FROM generate_series(1, 30 + %(count)s * 2 / 5) AS i
      JOIN res_partner AS company
        ON company.id = %(first)s + greatest(i - 30, 0) * 5 / 2,
           LATERAL (SELECT (%(first_names)s::text[])[1 + i %% 10] || ' '
               || (%(last_names)s::text[])[1 + i / 10 %% 16] AS name) AS named
"""
CARETAKERS = """
    INSERT INTO enova_caretaker (partner_id, user_id, role, date_from, sequence, active,
           create_uid, write_uid, create_date, write_date)
    SELECT id, user_id, 'main', '2020-01-01', 10, true, 1, 1, now(), now()
      FROM res_partner WHERE id BETWEEN %(first)s AND %(last)s
"""
PHONES = """
    INSERT INTO enova_partner_phone (partner_id, number)
    SELECT id, right(replace(phone, ' ', ''), 9) FROM res_partner
     WHERE id >= %(first)s AND phone IS NOT NULL
"""
# How far back, whose and what: all from one random number a row and from its number.
ACTIVITIES = """
    INSERT INTO enova_activity (name, reference, active, type_id, kind, channel,
           stage_id, state, priority, partner_id, commercial_partner_id, user_id,
           assigned_by_id, company_id, private, all_day, date, date_start, date_stop,
           date_due, date_done, calendar_start, calendar_stop, result, create_uid,
           write_uid, create_date, write_date)
    SELECT (%(subjects)s::text[])[1 + i %% 8] || ' ' || i, 'S/' || i, true,
           type.id, type.kind, type.channel,
           (%(stages)s::int[])[state], (%(states)s::text[])[state], '0',
           partner.id, partner.id, partner.user_id,
           CASE WHEN i %% 10 = 0 THEN %(boss)s ELSE partner.user_id END,
           %(company)s, i %% 1000 = 7, false, moment, moment,
           moment + interval '30 minutes', moment::date,
           CASE WHEN state = 3 THEN moment END, moment,
           moment + interval '30 minutes',
           CASE WHEN state = 3
                THEN 'Ustalono: ' || (%(words)s::text[])[1 + i %% 20] END,
           1, 1, least(moment, now()), least(moment, now())
      FROM (SELECT i, random() AS share FROM generate_series(1, %(count)s) AS i) AS made
      CROSS JOIN LATERAL (SELECT date_trunc('second',
               now()::timestamp + interval '30 days'
               - (i::bigint * 7919 %% %(count)s)::float / %(count)s
                 * interval '%(years)s years') AS moment) AS placed
      CROSS JOIN LATERAL (SELECT CASE WHEN i %% 25 = 3 THEN 4
               WHEN moment > now() THEN 1
               WHEN moment > now() - interval '60 days' AND i %% 5 = 0
               THEN 1 + i / 5 %% 2 ELSE 3 END AS state) AS stated
      CROSS JOIN LATERAL (SELECT %(first)s + CASE WHEN i %% 50 = 0 THEN 0
               ELSE 1 + floor(power(share, 3) * (%(partners)s - 1))::int
               END AS partner_id) AS skewed
      JOIN res_partner AS partner ON partner.id = skewed.partner_id
      JOIN (SELECT row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS kinds,
                   id, kind, channel
              FROM enova_activity_type WHERE active) AS type
        ON type.place = 1 + i / 50 %% type.kinds
"""
# On the large one first, then on all; one in ten is what the system notes of fields.
MESSAGES = """
    INSERT INTO mail_message (model, res_id, message_type, subtype_id, author_id, date,
           subject, body, message_id, is_internal, email_from, create_uid, write_uid,
           create_date, write_date)
    SELECT 'res.partner', partner,
           CASE WHEN i %% 10 = 0 THEN 'notification'
                WHEN i %% 2 = 0 THEN 'email' ELSE 'comment' END,
           CASE WHEN i %% 3 = 0 THEN %(note)s ELSE %(comment)s END,
           CASE WHEN i %% 2 = 0 THEN %(person)s + i %% 30 ELSE %(writer)s END,
           moment, 'Wiadomość ' || i,
           '<p>' || concat_ws(' ', (%(words)s::text[])[1 + i %% 20],
               (%(words)s::text[])[1 + i / 20 %% 20]) || '</p>',
           '<seed-' || partner || '-' || i || '@example.com>', i %% 3 = 0,
           'ktos@example.com', 1, 1, moment, moment
      FROM generate_series(1, %(count)s) AS i,
           LATERAL (SELECT date_trunc('second', now()::timestamp
               - i::float / %(count)s * interval '%(years)s years') AS moment)
               AS placed,
           LATERAL (SELECT %(first)s + (i::bigint * 7919 %% %(spread)s)::int AS partner)
               AS skewed
"""
NOTIFICATIONS = """
    INSERT INTO mail_notification (mail_message_id, res_partner_id, notification_type,
           notification_status, is_read)
    SELECT id, %(person)s + id %% 30, 'email', 'sent', true FROM mail_message
     WHERE model = 'res.partner' AND res_id = %(first)s AND message_type = 'comment'
       AND id %% 5 = 0
"""
FILES = """
    INSERT INTO ir_attachment (name, type, res_model, res_id, enova_partner_id,
           mimetype, file_size, checksum, store_fname, company_id, create_uid,
           write_uid, create_date, write_date)
    SELECT 'Plik ' || i || '.pdf', 'binary', 'res.partner', partner, partner,
           'application/pdf', 1000, md5(i::text), 'aa/' || md5(i::text), %(company)s,
           %(boss)s, 1, now() - i::float / %(count)s * interval '%(years)s years', now()
      FROM generate_series(1, %(count)s) AS i,
           LATERAL (SELECT %(first)s + (i::bigint * 7919 %% %(spread)s)::int AS partner)
               AS skewed
"""
