-- Conversations: the one source of everything that is listed.

CREATE TABLE conversations (
  company_id text NOT NULL,
  conversation_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  widget_id text NOT NULL,
  status text NOT NULL CHECK (status IN ('waiting', 'active', 'solved', 'archived')),
  -- What an open conversation occupies: '0', or under policy `multiple` an id of its own. An index cannot read a policy.
  open_slot text NOT NULL CHECK (open_slot <> ''),
  archived_reason text CHECK (archived_reason IN ('replaced', 'merged', 'agent')),
  assignee_agent_id uuid,
  -- Messages: all, and how many from each side.
  last_seq integer NOT NULL DEFAULT 0,
  agent_count integer NOT NULL DEFAULT 0,
  visitor_count integer NOT NULL DEFAULT 0,
  last_message_id uuid,
  last_message_author_kind text CHECK (last_message_author_kind IN ('visitor', 'agent')),
  last_message_preview text,
  last_message_at timestamptz,
  -- Read marks: how far, and how many messages of the other side that covers. Unread is a subtraction.
  contact_read_seq integer NOT NULL DEFAULT 0,
  contact_read_agent_count integer NOT NULL DEFAULT 0,
  last_read_message_id uuid,
  agent_read_seq integer NOT NULL DEFAULT 0,
  agent_read_visitor_count integer NOT NULL DEFAULT 0,
  -- Since when the visitor waits for an answer; null when an agent wrote last, or it is closed.
  waiting_since timestamptz,
  -- Counts solves; each starts a survey.
  survey_cycle integer NOT NULL DEFAULT 0 CHECK (survey_cycle >= 0),
  history_count integer NOT NULL DEFAULT 0 CHECK (history_count >= 0),
  -- The contact's version at which this header last changed; never below that of any of its messages.
  version bigint NOT NULL CHECK (version > 0),
  -- Counts this row's changes, whoever sees them (trigger).
  revision integer NOT NULL DEFAULT 1 CHECK (revision > 0),
  -- The transaction that changed it last: the inbox's cursor (trigger).
  changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  created_at timestamptz NOT NULL,
  solved_at timestamptz,
  last_activity_at timestamptz NOT NULL,
  FOREIGN KEY (company_id, contact_id) REFERENCES contacts,
  FOREIGN KEY (company_id, widget_id) REFERENCES widgets,
  FOREIGN KEY (company_id, assignee_agent_id) REFERENCES agents,
  CHECK ((status = 'archived') = (archived_reason IS NOT NULL)),
  CHECK (agent_count >= 0 AND visitor_count >= 0 AND agent_count + visitor_count = last_seq),
  CHECK (contact_read_seq BETWEEN 0 AND last_seq AND contact_read_agent_count BETWEEN 0 AND agent_count),
  CHECK (agent_read_seq BETWEEN 0 AND last_seq AND agent_read_visitor_count BETWEEN 0 AND visitor_count),
  CHECK (contact_read_agent_count <= contact_read_seq AND agent_read_visitor_count <= agent_read_seq),
  CHECK ((contact_read_seq = 0) = (last_read_message_id IS NULL)),
  CHECK ((last_seq = 0) = (last_message_id IS NULL)),
  CHECK ((last_message_id IS NULL) = (last_message_author_kind IS NULL)),
  CHECK ((last_message_id IS NULL) = (last_message_preview IS NULL)),
  CHECK ((last_message_id IS NULL) = (last_message_at IS NULL)),
  CHECK (status <> 'waiting' OR last_seq = 0 OR waiting_since IS NOT NULL),
  CHECK (status <> 'solved' OR (survey_cycle > 0 AND solved_at IS NOT NULL))
) WITH (fillfactor = 80);

-- R2.A: one open conversation per contact (and slot), whoever races.
CREATE UNIQUE INDEX conversations_one_open ON conversations (company_id, contact_id, open_slot)
  WHERE status IN ('waiting', 'active');
CREATE INDEX conversations_contact ON conversations (company_id, contact_id);
-- The inbox's lists. A conversation without a message is hidden from agents.
CREATE INDEX conversations_activity ON conversations (company_id, last_activity_at, conversation_id)
  WHERE last_seq > 0;
CREATE INDEX conversations_status ON conversations (company_id, status, last_activity_at, conversation_id)
  WHERE last_seq > 0;
CREATE INDEX conversations_waiting ON conversations (company_id, waiting_since, conversation_id)
  WHERE last_seq > 0 AND status = 'waiting';
-- What an agent has in hand: each inbox counts it.
CREATE INDEX conversations_mine ON conversations (company_id, assignee_agent_id)
  WHERE last_seq > 0 AND status IN ('waiting', 'active') AND assignee_agent_id IS NOT NULL;
CREATE INDEX conversations_changed ON conversations (company_id, changed_xid) WHERE last_seq > 0;
-- Last: between indexes that look equally good, as all do on a table without statistics, the planner takes the latest.
ALTER TABLE conversations ADD PRIMARY KEY (company_id, conversation_id);

CREATE FUNCTION conversations_count_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.revision := OLD.revision + 1;
  NEW.changed_xid := pg_current_xact_id();
  RETURN NEW;
END $$;
CREATE TRIGGER conversations_count_change BEFORE UPDATE ON conversations
  FOR EACH ROW EXECUTE FUNCTION conversations_count_change();

CREATE TABLE messages (
  company_id text NOT NULL,
  conversation_id uuid NOT NULL,
  seq integer NOT NULL CHECK (seq > 0),
  message_id uuid NOT NULL,
  client_message_id uuid NOT NULL,
  author_kind text NOT NULL CHECK (author_kind IN ('visitor', 'agent')),
  agent_id uuid,
  device_id uuid,
  body text,
  redacted_at timestamptz,
  -- Running counts up to and including this message: exact unread, in constant time.
  agent_count integer NOT NULL CHECK (agent_count >= 0),
  visitor_count integer NOT NULL CHECK (visitor_count >= 0),
  -- The contact's version at which this row last changed.
  version bigint NOT NULL CHECK (version > 0),
  traceparent text NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (company_id, message_id),
  FOREIGN KEY (company_id, conversation_id) REFERENCES conversations ON DELETE CASCADE,
  FOREIGN KEY (company_id, agent_id) REFERENCES agents,
  CHECK (agent_count + visitor_count = seq),
  CHECK ((author_kind = 'agent') = (agent_id IS NOT NULL)),
  CHECK ((body IS NULL) = (redacted_at IS NOT NULL))
);
CREATE INDEX messages_version ON messages (company_id, conversation_id, version);
ALTER TABLE messages ADD PRIMARY KEY (company_id, conversation_id, seq);
-- R2.D: whoever retries.
ALTER TABLE messages ADD CONSTRAINT messages_client_message_id
  UNIQUE (company_id, conversation_id, client_message_id);

-- A device's participation in one conversation: session_id is UUIDv5(conversation_id, device_id), stored so that it
-- resolves back.
CREATE TABLE sessions (
  company_id text NOT NULL,
  session_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  device_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, session_id),
  UNIQUE (company_id, conversation_id, device_id),
  FOREIGN KEY (company_id, conversation_id) REFERENCES conversations ON DELETE CASCADE
);

-- Every answered start, so that a retry gets the same answer.
CREATE TABLE starts (
  company_id text NOT NULL,
  contact_id uuid NOT NULL,
  client_start_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  created boolean NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, contact_id, client_start_id),
  FOREIGN KEY (company_id, contact_id) REFERENCES contacts ON DELETE CASCADE,
  FOREIGN KEY (company_id, conversation_id) REFERENCES conversations ON DELETE CASCADE
);
CREATE INDEX starts_conversation ON starts (company_id, conversation_id);

CREATE TABLE status_history (
  company_id text NOT NULL,
  conversation_id uuid NOT NULL,
  n integer NOT NULL CHECK (n > 0),
  from_status text,
  to_status text NOT NULL,
  cause text NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('visitor', 'agent', 'system')),
  actor_agent_id uuid,
  traceparent text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (company_id, conversation_id, n),
  FOREIGN KEY (company_id, conversation_id) REFERENCES conversations ON DELETE CASCADE,
  FOREIGN KEY (company_id, actor_agent_id) REFERENCES agents,
  CHECK ((actor_kind = 'agent') = (actor_agent_id IS NOT NULL)),
  -- Every legal transition of a conversation. Anything else is a bug, and stops here.
  CONSTRAINT status_history_legal CHECK (
    (coalesce(from_status, ''), to_status, cause) IN (
      ('', 'waiting', 'started'),
      ('waiting', 'active', 'agent_replied'),
      ('waiting', 'active', 'agent_took'),
      ('waiting', 'solved', 'agent_solved'),
      ('waiting', 'solved', 'inactivity'),
      ('waiting', 'archived', 'replaced'),
      ('waiting', 'archived', 'merged'),
      ('active', 'solved', 'agent_solved'),
      ('active', 'solved', 'inactivity'),
      ('active', 'archived', 'replaced'),
      ('active', 'archived', 'merged'),
      ('solved', 'waiting', 'visitor_reopened'),
      ('solved', 'active', 'agent_reopened'),
      ('solved', 'active', 'agent_replied')
    )
  )
);

CREATE TABLE notes (
  company_id text NOT NULL,
  note_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  client_note_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  body text NOT NULL,
  after_seq integer NOT NULL CHECK (after_seq >= 0),
  traceparent text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (company_id, note_id),
  UNIQUE (company_id, conversation_id, client_note_id),
  FOREIGN KEY (company_id, conversation_id) REFERENCES conversations ON DELETE CASCADE,
  FOREIGN KEY (company_id, agent_id) REFERENCES agents
);

CREATE TABLE surveys (
  company_id text NOT NULL,
  conversation_id uuid NOT NULL,
  cycle integer NOT NULL CHECK (cycle > 0),
  dismissed boolean NOT NULL,
  rating integer CHECK (rating BETWEEN 1 AND 5),
  comment text,
  device_id uuid NOT NULL,
  traceparent text NOT NULL,
  answered_at timestamptz NOT NULL,
  PRIMARY KEY (company_id, conversation_id, cycle),
  FOREIGN KEY (company_id, conversation_id) REFERENCES conversations ON DELETE CASCADE,
  CHECK (dismissed = (rating IS NULL)),
  CHECK (comment IS NULL OR NOT dismissed)
);

-- Tombstones for the inbox: erased conversations. No foreign key: what they name is gone.
CREATE TABLE inbox_removals (
  company_id text NOT NULL REFERENCES companies ON DELETE CASCADE,
  conversation_id uuid NOT NULL,
  changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  removed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, conversation_id)
);
CREATE INDEX inbox_removals_changed ON inbox_removals (company_id, changed_xid);
CREATE INDEX inbox_removals_removed ON inbox_removals (removed_at);
