-- What a copy of the database for trials still has in hand of ours and must not send,
-- should somebody give it a mail server and switch its scheduled actions on again.
-- Core switches both off.

-- whoever has a link to files of the real database gets nothing from the copy
UPDATE enova_attachment_link
   SET revoked = TRUE,
       token = md5(random()::text || clock_timestamp()::text);

-- notices of assignment and messages on our records, queued as e-mail
UPDATE mail_mail
   SET state = 'cancel'
  FROM mail_message AS message
 WHERE message.id = mail_mail.mail_message_id
   AND mail_mail.state IN ('outgoing', 'exception')
   -- a notice of many tasks stands on no record; it links to each of them
   AND (message.model LIKE 'enova.%'
     OR message.body LIKE '%/odoo/enova-activities/%');

-- messages that a user has written to be posted later
DELETE FROM mail_scheduled_message
 WHERE model LIKE 'enova.%';

-- notifications that wait for their hour
DELETE FROM mail_message_schedule AS schedule
 USING mail_message AS message
 WHERE message.id = schedule.mail_message_id
   AND message.model LIKE 'enova.%';
