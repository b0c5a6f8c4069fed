-- Many sends in one statement and one commit. Each gets an outcome of its own; one that is refused does not touch its
-- neighbours; those of one conversation keep their order.

CREATE TYPE send_item AS (
  n integer,
  company_id text,
  contact_id uuid,
  conversation_id uuid,
  author_kind text,
  agent_id uuid,
  device_id uuid,
  session_id uuid,
  client_message_id uuid,
  message_id uuid,
  body text,
  traceparent text,
  -- Null: accepted.
  outcome text,
  -- another_open: that one.
  other_id uuid,
  -- The first in this batch with the same client id: it is written, the others share its fate.
  leader integer,
  -- History up to here was known to agents before.
  history_from integer
);

-- p_sends: an array of objects, `n` counting from 1 without holes.
-- Answers with outcomes (inserted, duplicate, conflict, another_open, archived, not_found, token_unknown,
-- token_revoked, moved: ask again, the contact was merged meanwhile), and the rows they speak of, as they are now.
--
-- The settings: a batch touches a few rows by key, so nested loops over indexes are right at every size. Left alone,
-- the planner looks at tables that are small or not analysed yet, prefers to read them whole, and keeps that plan for
-- the connection's life (measured: 4 ms for 16 rows became 90 ms within a thousand messages).
CREATE FUNCTION send_batch(p_sends jsonb, p_preview_chars integer) RETURNS json LANGUAGE plpgsql
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan
SET jit = off
AS $$
DECLARE
  v_items send_item[];
  v_at timestamptz;
  v_row record;
  v_claim record;
  v_open_slot text;
  v_index integer;
BEGIN
  -- 1. Who writes, and where.
  SELECT array_agg(
    ROW(
      s.n, s.company_id, c.contact_id, s.conversation_id, s.author_kind, s.agent_id, s.device_id, s.session_id,
      s.client_message_id, s.message_id, s.body, s.traceparent,
      CASE
        WHEN s.author_kind = 'visitor' AND t.token_hash IS NULL THEN 'token_unknown'
        WHEN s.author_kind = 'visitor' AND t.revoked_at IS NOT NULL THEN 'token_revoked'
        WHEN c.conversation_id IS NULL THEN 'not_found'
        WHEN s.author_kind = 'visitor' AND c.contact_id <> coalesce(k.merged_into, k.contact_id) THEN 'not_found'
        WHEN s.author_kind = 'agent' AND c.last_seq = 0 THEN 'not_found'
      END,
      NULL, NULL, NULL
    )::send_item ORDER BY s.n
  ) INTO v_items
  FROM jsonb_to_recordset(p_sends) AS s(
    n integer, company_id text, conversation_id uuid, author_kind text, agent_id uuid, token_hash text,
    device_id uuid, session_id uuid, client_message_id uuid, message_id uuid, body text, traceparent text
  )
  LEFT JOIN visitor_tokens t ON t.company_id = s.company_id AND t.token_hash = decode(s.token_hash, 'hex')
  LEFT JOIN contacts k ON k.company_id = t.company_id AND k.contact_id = t.contact_id
  LEFT JOIN conversations c ON c.company_id = s.company_id AND c.conversation_id = s.conversation_id;

  -- A token in use is not forgotten; once a day is enough to know. Tokens come before contacts in the order of locks.
  UPDATE visitor_tokens t SET last_used_at = clock_timestamp()
  FROM jsonb_to_recordset(p_sends) AS s(company_id text, token_hash text)
  WHERE t.company_id = s.company_id AND t.token_hash = decode(s.token_hash, 'hex')
    AND t.last_used_at < clock_timestamp() - interval '1 day';

  -- 2. Locks, in the one order that every command keeps. A contact's lock covers its conversations.
  PERFORM 1 FROM contacts k
  WHERE (k.company_id, k.contact_id) IN (
    SELECT i.company_id, i.contact_id FROM unnest(v_items) i WHERE i.outcome IS NULL
  )
  ORDER BY k.company_id, k.contact_id
  FOR NO KEY UPDATE OF k;

  -- 3. Under a fresh snapshot: what was written before is looked up before any status is.
  FOR v_row IN
    SELECT d.*, first_value(d.n) OVER (
      PARTITION BY d.company_id, d.conversation_id, d.client_message_id, d.outcome IS NULL ORDER BY d.n
    ) AS leader
    FROM (
      SELECT i.n, i.company_id, i.conversation_id, i.client_message_id,
        CASE
          WHEN k.contact_id IS NULL OR c.conversation_id IS NULL THEN 'not_found'
          WHEN k.merged_into IS NOT NULL OR c.contact_id <> i.contact_id THEN 'moved'
          WHEN m.seq IS NULL THEN CASE WHEN c.status = 'archived' THEN 'archived' END
          WHEN m.author_kind <> i.author_kind THEN 'conflict'
          WHEN m.redacted_at IS NOT NULL OR m.body = i.body THEN 'duplicate'
          ELSE 'conflict'
        END AS outcome,
        CASE WHEN c.last_seq = 0 THEN 0 ELSE c.history_count END AS history_from
      FROM unnest(v_items) i
      LEFT JOIN contacts k ON k.company_id = i.company_id AND k.contact_id = i.contact_id
      LEFT JOIN conversations c ON c.company_id = i.company_id AND c.conversation_id = i.conversation_id
      LEFT JOIN messages m ON m.company_id = i.company_id AND m.conversation_id = i.conversation_id
        AND m.client_message_id = i.client_message_id
      WHERE i.outcome IS NULL
    ) d
  LOOP
    v_items[v_row.n].outcome := v_row.outcome;
    v_items[v_row.n].leader := v_row.leader;
    v_items[v_row.n].history_from := v_row.history_from;
  END LOOP;

  -- 4. The few conversations that change status: a solved one reopens, a waiting one is answered.
  FOR v_row IN
    SELECT c.company_id, c.conversation_id, c.status, k.version + 1 AS version,
      (array_agg(i ORDER BY i.n))[1] AS first_item,
      (array_agg(i ORDER BY i.n) FILTER (WHERE i.author_kind = 'agent'))[1] AS agent_item
    FROM unnest(v_items) i
    JOIN contacts k ON k.company_id = i.company_id AND k.contact_id = i.contact_id
    JOIN conversations c ON c.company_id = i.company_id AND c.conversation_id = i.conversation_id
    WHERE i.outcome IS NULL AND i.leader = i.n
    GROUP BY c.company_id, c.conversation_id, k.company_id, k.contact_id
    HAVING c.status = 'solved' OR (c.status = 'waiting' AND bool_or(i.author_kind = 'agent'))
    ORDER BY min(i.n)
  LOOP
    v_open_slot := NULL;
    IF v_row.status = 'solved' THEN
      SELECT * INTO v_claim FROM claim_open_slot(v_row.company_id, v_row.conversation_id);
      IF v_claim.other_id IS NOT NULL THEN
        FOR v_index IN 1 .. array_length(v_items, 1) LOOP
          CONTINUE WHEN v_items[v_index].outcome IS NOT NULL
            OR v_items[v_index].company_id <> v_row.company_id
            OR v_items[v_index].conversation_id <> v_row.conversation_id;
          v_items[v_index].outcome := 'another_open';
          v_items[v_index].other_id := v_claim.other_id;
        END LOOP;
        CONTINUE;
      END IF;
      v_open_slot := v_claim.open_slot;
      IF (v_row.first_item).author_kind = 'visitor' THEN
        PERFORM change_status(
          v_row.company_id, v_row.conversation_id, 'waiting', 'visitor_reopened', 'visitor', NULL,
          (v_row.first_item).traceparent, v_row.version, v_open_slot
        );
      END IF;
    END IF;
    IF v_row.agent_item IS DISTINCT FROM NULL THEN
      PERFORM change_status(
        v_row.company_id, v_row.conversation_id, 'active', 'agent_replied', 'agent', (v_row.agent_item).agent_id,
        (v_row.agent_item).traceparent, v_row.version, v_open_slot
      );
    END IF;
  END LOOP;

  -- 5. Messages, headers, versions. One transaction is one version per contact.
  v_at := clock_timestamp();
  WITH accepted AS MATERIALIZED (
    SELECT i.*, k.version + 1 AS version,
      c.last_seq + row_number() OVER w AS seq,
      c.agent_count + count(*) FILTER (WHERE i.author_kind = 'agent') OVER w AS agent_count,
      c.visitor_count + count(*) FILTER (WHERE i.author_kind = 'visitor') OVER w AS visitor_count
    FROM unnest(v_items) i
    JOIN contacts k ON k.company_id = i.company_id AND k.contact_id = i.contact_id
    JOIN conversations c ON c.company_id = i.company_id AND c.conversation_id = i.conversation_id
    WHERE i.outcome IS NULL AND i.leader = i.n
    WINDOW w AS (PARTITION BY i.company_id, i.conversation_id ORDER BY i.n)
  ),
  last_of_each AS (
    SELECT DISTINCT ON (l.company_id, l.conversation_id) l.*,
      bool_or(l.author_kind = 'agent') OVER (PARTITION BY l.company_id, l.conversation_id) AS answered
    FROM accepted l
    ORDER BY l.company_id, l.conversation_id, l.n DESC
  ),
  written AS (
    INSERT INTO messages (
      company_id, conversation_id, seq, message_id, client_message_id, author_kind, agent_id, device_id, body,
      agent_count, visitor_count, version, traceparent, created_at
    )
    SELECT a.company_id, a.conversation_id, a.seq, a.message_id, a.client_message_id, a.author_kind, a.agent_id,
      a.device_id, a.body, a.agent_count, a.visitor_count, a.version, a.traceparent, v_at
    FROM accepted a
    ORDER BY a.n
  ),
  headers AS (
    UPDATE conversations c SET
      last_seq = l.seq,
      agent_count = l.agent_count,
      visitor_count = l.visitor_count,
      last_message_id = l.message_id,
      last_message_author_kind = l.author_kind,
      last_message_preview = left(l.body, p_preview_chars),
      last_message_at = v_at,
      last_activity_at = v_at,
      waiting_since = CASE
        WHEN l.author_kind = 'agent' THEN NULL
        WHEN l.answered THEN v_at
        ELSE coalesce(c.waiting_since, v_at)
      END,
      version = l.version
    FROM last_of_each l
    WHERE c.company_id = l.company_id AND c.conversation_id = l.conversation_id
  ),
  -- A device that writes takes part in the conversation, whichever way it came there.
  joined AS (
    INSERT INTO sessions (company_id, session_id, conversation_id, device_id)
    SELECT DISTINCT a.company_id, a.session_id, a.conversation_id, a.device_id FROM accepted a
    WHERE a.session_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM sessions s WHERE s.company_id = a.company_id AND s.session_id = a.session_id
    )
    ON CONFLICT DO NOTHING
  )
  UPDATE contacts k SET
    version = v.version,
    last_seen_at = CASE WHEN v.was_there THEN v_at ELSE k.last_seen_at END
  FROM (
    SELECT a.company_id, a.contact_id, a.version, bool_or(a.author_kind = 'visitor') AS was_there
    FROM accepted a
    GROUP BY a.company_id, a.contact_id, a.version
  ) v
  WHERE k.company_id = v.company_id AND k.contact_id = v.contact_id;

  -- 6. Those that shared a client id share its fate.
  FOR v_index IN 1 .. array_length(v_items, 1) LOOP
    CONTINUE WHEN v_items[v_index].leader IS NULL OR v_items[v_index].leader = v_index
      OR v_items[v_index].outcome IS NOT NULL;
    v_items[v_index].outcome := CASE
      WHEN v_items[v_items[v_index].leader].author_kind = v_items[v_index].author_kind
        AND v_items[v_items[v_index].leader].body = v_items[v_index].body THEN 'duplicate'
      ELSE 'conflict'
    END;
  END LOOP;

  RETURN json_build_object(
    'outcomes', (
      SELECT json_agg(json_build_object(
        'n', i.n, 'outcome', coalesce(i.outcome, 'inserted'), 'contact_id', i.contact_id,
        'other_id', i.other_id, 'version', k.version
      ) ORDER BY i.n)
      FROM unnest(v_items) i
      LEFT JOIN contacts k ON k.company_id = i.company_id AND k.contact_id = i.contact_id
    ),
    'messages', (
      SELECT coalesce(json_agg(r ORDER BY r.conversation_id, r.seq), '[]')
      FROM message_rows r
      WHERE (r.company_id, r.conversation_id, r.client_message_id) IN (
        SELECT i.company_id, i.conversation_id, i.client_message_id FROM unnest(v_items) i
        WHERE coalesce(i.outcome, 'duplicate') = 'duplicate'
      )
    ),
    'conversations', (
      SELECT coalesce(json_agg(r), '[]') FROM conversation_rows r
      WHERE (r.company_id, r.conversation_id) IN (
        SELECT i.company_id, i.conversation_id FROM unnest(v_items) i
        WHERE coalesce(i.outcome, 'duplicate') = 'duplicate'
      )
    ),
    'history', (
      SELECT coalesce(json_agg(h ORDER BY h.conversation_id, h.n), '[]')
      FROM status_change_rows h
      JOIN (
        SELECT i.company_id, i.conversation_id, min(i.history_from) AS history_from FROM unnest(v_items) i
        WHERE i.outcome IS NULL
        GROUP BY i.company_id, i.conversation_id
      ) c USING (company_id, conversation_id)
      WHERE h.n > c.history_from
    )
  );
END $$;
