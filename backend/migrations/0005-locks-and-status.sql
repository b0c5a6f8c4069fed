-- Every command that changes what a contact can see locks the contact's row first. A function sees, statement by
-- statement, what was committed while it waited; a single statement would not.

-- Locks a contact, or the survivor it was merged into meanwhile. No row: there is no such contact (any more).
CREATE FUNCTION lock_contact(p_company_id text, p_contact_id uuid) RETURNS SETOF contacts LANGUAGE plpgsql AS $$
DECLARE
  v_contact contacts;
  v_contact_id uuid;
BEGIN
  -- Without a lock first: an alias is not worth one.
  SELECT coalesce(k.merged_into, k.contact_id) INTO v_contact_id FROM contacts k
  WHERE k.company_id = p_company_id AND k.contact_id = p_contact_id;
  LOOP
    SELECT * INTO v_contact FROM contacts k
    WHERE k.company_id = p_company_id AND k.contact_id = v_contact_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN RETURN; END IF;
    EXIT WHEN v_contact.merged_into IS NULL;
    v_contact_id := v_contact.merged_into;
  END LOOP;
  RETURN NEXT v_contact;
END $$;

-- Whether a token no longer counts, as of now: also of one that was revoked while its statement waited for a lock.
CREATE FUNCTION is_token_revoked(p_company_id text, p_token_hash bytea) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  RETURN NOT EXISTS (
    SELECT 1 FROM visitor_tokens t
    WHERE t.company_id = p_company_id AND t.token_hash = p_token_hash AND t.revoked_at IS NULL
  );
END $$;

-- The one way a conversation's status changes: the row, its history and what follows from it, together.
-- The caller holds the contact's lock. p_cause of an archiving is its reason.
CREATE FUNCTION change_status(
  p_company_id text,
  p_conversation_id uuid,
  p_to text,
  p_cause text,
  p_actor_kind text,
  p_actor_agent_id uuid,
  p_traceparent text,
  p_version bigint,
  p_open_slot text
) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_at timestamptz := clock_timestamp();
  v_from text;
  v_n integer;
BEGIN
  SELECT c.status INTO STRICT v_from FROM conversations c
  WHERE c.company_id = p_company_id AND c.conversation_id = p_conversation_id FOR NO KEY UPDATE;

  UPDATE conversations c SET
    status = p_to,
    open_slot = coalesce(p_open_slot, c.open_slot),
    archived_reason = CASE WHEN p_to = 'archived' THEN p_cause END,
    survey_cycle = c.survey_cycle + CASE WHEN p_to = 'solved' THEN 1 ELSE 0 END,
    solved_at = CASE WHEN p_to = 'solved' THEN v_at ELSE c.solved_at END,
    waiting_since = CASE p_to WHEN 'waiting' THEN v_at WHEN 'active' THEN c.waiting_since END,
    -- Reopening is activity: else the inactivity rule would solve it again at once.
    last_activity_at = CASE WHEN v_from = 'solved' THEN v_at ELSE c.last_activity_at END,
    history_count = c.history_count + 1,
    version = p_version
  WHERE c.company_id = p_company_id AND c.conversation_id = p_conversation_id
  RETURNING c.history_count INTO v_n;

  INSERT INTO status_history
    (company_id, conversation_id, n, from_status, to_status, cause, actor_kind, actor_agent_id, traceparent, at)
  VALUES
    (p_company_id, p_conversation_id, v_n, v_from, p_to, p_cause, p_actor_kind, p_actor_agent_id, p_traceparent, v_at);
  RETURN v_n;
END $$;

-- Where a solved conversation may open again: the slot to take, or the open conversation that is in the way.
-- Under `multiple` nothing is ever in the way. The caller holds the contact's lock.
CREATE FUNCTION claim_open_slot(
  p_company_id text,
  p_conversation_id uuid,
  OUT open_slot text,
  OUT other_id uuid
) LANGUAGE plpgsql AS $$
DECLARE
  v_conversation conversations;
  v_policy text;
BEGIN
  SELECT * INTO STRICT v_conversation FROM conversations c
  WHERE c.company_id = p_company_id AND c.conversation_id = p_conversation_id;
  SELECT o.policy INTO STRICT v_policy FROM companies o WHERE o.company_id = p_company_id;

  SELECT c.conversation_id INTO other_id FROM conversations c
  WHERE c.company_id = p_company_id AND c.contact_id = v_conversation.contact_id
    AND c.status IN ('waiting', 'active') AND c.conversation_id <> p_conversation_id
    AND (v_policy = 'single' OR c.open_slot = v_conversation.open_slot)
  ORDER BY c.open_slot = '0' DESC, c.last_activity_at DESC, c.conversation_id DESC
  LIMIT 1;

  IF v_policy = 'multiple' THEN
    -- A client names the slots of its starts: none of them looks like this.
    open_slot := CASE WHEN other_id IS NULL THEN v_conversation.open_slot ELSE 'c:' || p_conversation_id END;
    other_id := NULL;
  ELSIF other_id IS NULL THEN
    open_slot := '0';
  END IF;
END $$;
