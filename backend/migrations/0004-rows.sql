-- One list of columns per shape that travels; every read path selects from these.

-- Milliseconds since the Unix epoch, as times are presented.
CREATE FUNCTION epoch_ms(at timestamptz) RETURNS bigint LANGUAGE sql STABLE
  RETURN floor(extract(epoch FROM at) * 1000)::bigint;

CREATE VIEW contact_rows AS
SELECT
  k.company_id,
  k.contact_id,
  k.user_id,
  k.name,
  k.email,
  k.email_verified,
  k.phone,
  k.version,
  k.row_version,
  epoch_ms(k.created_at) AS created_at,
  epoch_ms(k.last_seen_at) AS last_seen_at,
  ARRAY(
    SELECT a.contact_id FROM contacts a
    WHERE a.company_id = k.company_id AND a.merged_into = k.contact_id
    ORDER BY a.contact_id
  ) AS aliases
FROM contacts k
WHERE k.merged_into IS NULL;

CREATE VIEW conversation_rows AS
SELECT
  c.company_id,
  c.conversation_id,
  c.contact_id,
  c.widget_id,
  c.status,
  c.open_slot,
  c.archived_reason,
  epoch_ms(c.created_at) AS created_at,
  epoch_ms(c.last_activity_at) AS last_activity_at,
  epoch_ms(c.waiting_since) AS waiting_since,
  c.last_seq,
  c.last_message_id,
  c.last_message_author_kind,
  c.last_message_preview,
  epoch_ms(c.last_message_at) AS last_message_at,
  c.agent_count - c.contact_read_agent_count AS contact_unread_count,
  c.contact_read_seq,
  c.last_read_message_id,
  c.visitor_count - c.agent_read_visitor_count AS agent_unread_count,
  c.agent_read_seq,
  c.assignee_agent_id,
  a.name AS assignee_name,
  c.survey_cycle,
  w.survey AS survey_on,
  s.dismissed AS survey_dismissed,
  s.rating AS survey_rating,
  c.version,
  c.revision,
  k.name AS contact_name,
  k.email AS contact_email,
  k.email_verified AS contact_email_verified,
  k.user_id AS contact_user_id
FROM conversations c
JOIN contacts k ON k.company_id = c.company_id AND k.contact_id = c.contact_id
JOIN widgets w ON w.company_id = c.company_id AND w.widget_id = c.widget_id
LEFT JOIN agents a ON a.company_id = c.company_id AND a.agent_id = c.assignee_agent_id
LEFT JOIN surveys s
  ON s.company_id = c.company_id AND s.conversation_id = c.conversation_id AND s.cycle = c.survey_cycle;

CREATE VIEW message_rows AS
SELECT
  m.company_id,
  m.conversation_id,
  m.seq,
  m.message_id,
  m.client_message_id,
  m.author_kind,
  m.agent_id,
  a.name AS agent_name,
  m.body,
  epoch_ms(m.redacted_at) AS redacted_at,
  epoch_ms(m.created_at) AS created_at,
  m.version
FROM messages m
LEFT JOIN agents a ON a.company_id = m.company_id AND a.agent_id = m.agent_id;

CREATE VIEW note_rows AS
SELECT
  n.company_id,
  n.conversation_id,
  n.note_id,
  n.client_note_id,
  n.agent_id,
  a.name AS agent_name,
  n.body,
  n.after_seq,
  epoch_ms(n.created_at) AS created_at
FROM notes n
JOIN agents a ON a.company_id = n.company_id AND a.agent_id = n.agent_id;

CREATE VIEW status_change_rows AS
SELECT
  h.company_id,
  h.conversation_id,
  h.n,
  h.from_status,
  h.to_status,
  h.cause,
  h.actor_kind,
  a.name AS actor_name,
  epoch_ms(h.at) AS at
FROM status_history h
LEFT JOIN agents a ON a.company_id = h.company_id AND a.agent_id = h.actor_agent_id;

CREATE VIEW widget_rows AS
SELECT
  w.company_id,
  w.widget_id,
  c.name AS company_name,
  c.policy,
  w.allowed_origins,
  w.accent,
  w.greeting,
  w.prechat,
  w.survey,
  w.locale,
  w.position,
  w.sound,
  w.debug
FROM widgets w
JOIN companies c ON c.company_id = w.company_id;
