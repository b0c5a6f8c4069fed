-- What the server's log said of each trace, for a while, and only once somebody is behind it. A row holds the lines
-- that one trace wrote within a moment: under load one row stands for many lines.
CREATE TABLE trace_chunks (
  company_id text NOT NULL,
  trace_id text NOT NULL CHECK (trace_id ~ '^[0-9a-f]{32}$'),
  -- UUIDv7: a trace's chunks in the order in which they were made.
  chunk_id uuid NOT NULL,
  -- As it was then; a merge does not touch it, contacts.merged_into resolves it. keep_traces sees to it that there is
  -- such a contact: a foreign key would ask once per row instead of once per contact.
  contact_id uuid NOT NULL,
  -- Whose operations these are. What agents do is not for visitors to read.
  actor text NOT NULL CHECK (actor IN ('visitor', 'agent', 'system')),
  line_count integer NOT NULL CHECK (line_count > 0),
  -- Kept as written: nothing is ever asked of a part of it.
  lines json NOT NULL CHECK (json_typeof(lines) = 'array'),
  written_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX trace_chunks_contact ON trace_chunks (company_id, contact_id);
CREATE INDEX trace_chunks_written ON trace_chunks (written_at);
ALTER TABLE trace_chunks ADD PRIMARY KEY (company_id, trace_id, chunk_id);

-- Writes chunks of contacts that (still) exist; answers with how many lines those were.
-- A share of the contact's key is held until the end, so that whoever erases the contact also finds these.
-- The settings are those of send_batch, for the same reason.
CREATE FUNCTION keep_traces(p_chunks json) RETURNS integer LANGUAGE plpgsql
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan
SET jit = off
AS $$
DECLARE
  v_lines integer;
BEGIN
  -- Losing the last moment's lines in a crash is no loss; waiting for the disk, beside those who send, is.
  PERFORM set_config('synchronous_commit', 'off', true);
  WITH given AS MATERIALIZED (
    SELECT * FROM json_to_recordset(p_chunks) AS g(
      company_id text, trace_id text, chunk_id uuid, contact_id uuid, actor text, line_count integer, lines json
    )
  ),
  held AS MATERIALIZED (
    SELECT k.company_id, k.contact_id FROM contacts k
    WHERE (k.company_id, k.contact_id) IN (SELECT g.company_id, g.contact_id FROM given g)
    ORDER BY k.company_id, k.contact_id
    FOR KEY SHARE
  ),
  kept AS (
    INSERT INTO trace_chunks (company_id, trace_id, chunk_id, contact_id, actor, line_count, lines)
    SELECT g.company_id, g.trace_id, g.chunk_id, g.contact_id, g.actor, g.line_count, g.lines
    FROM given g
    JOIN held h ON h.company_id = g.company_id AND h.contact_id = g.contact_id
    RETURNING line_count
  )
  SELECT coalesce(sum(k.line_count), 0) INTO v_lines FROM kept k;
  RETURN v_lines;
END $$;
