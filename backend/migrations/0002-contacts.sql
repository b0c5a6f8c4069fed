-- The people who ask, and how they are recognised.

CREATE TABLE contacts (
  company_id text NOT NULL REFERENCES companies ON DELETE CASCADE,
  contact_id uuid NOT NULL,
  -- Null: anonymous. Set only with the company's proof.
  user_id text CHECK (user_id <> ''),
  name text,
  email text,
  email_verified boolean NOT NULL DEFAULT false,
  phone text,
  attributes jsonb NOT NULL DEFAULT '{}',
  -- Counts the transactions that changed something this contact can see.
  version bigint NOT NULL DEFAULT 0 CHECK (version >= 0),
  -- The version at which this row itself last changed, as the contact sees it.
  row_version bigint NOT NULL DEFAULT 0 CHECK (row_version BETWEEN 0 AND version),
  -- The survivor, flattened at merge time: always one hop.
  merged_into uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz,
  CHECK (merged_into <> contact_id),
  -- Only anonymous contacts are merged away: two verified ones are two people.
  CHECK (merged_into IS NULL OR user_id IS NULL),
  CHECK (NOT email_verified OR (user_id IS NOT NULL AND email IS NOT NULL))
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX contacts_user_id ON contacts (company_id, user_id) WHERE user_id IS NOT NULL;
CREATE INDEX contacts_merged_into ON contacts (company_id, merged_into) WHERE merged_into IS NOT NULL;
ALTER TABLE contacts
  ADD PRIMARY KEY (company_id, contact_id),
  ADD FOREIGN KEY (company_id, merged_into) REFERENCES contacts (company_id, contact_id) ON DELETE CASCADE;

CREATE TABLE contact_merges (
  company_id text NOT NULL,
  contact_id uuid NOT NULL,
  merged_contact_id uuid NOT NULL,
  merged_name text,
  traceparent text NOT NULL,
  merged_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, contact_id, merged_contact_id),
  FOREIGN KEY (company_id, contact_id) REFERENCES contacts ON DELETE CASCADE
);

-- A token keeps the contact it was made for; a merge does not touch it, contacts.merged_into resolves it.
CREATE TABLE visitor_tokens (
  company_id text NOT NULL,
  token_hash bytea NOT NULL CHECK (length(token_hash) = 32),
  contact_id uuid NOT NULL,
  device_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz,
  -- The token that identify rotated it to: makes a retry of the same identify a success.
  replaced_by bytea,
  FOREIGN KEY (company_id, contact_id) REFERENCES contacts ON DELETE CASCADE,
  CHECK (replaced_by IS NULL OR revoked_at IS NOT NULL),
  CHECK (replaced_by <> token_hash)
);
CREATE INDEX visitor_tokens_contact ON visitor_tokens (company_id, contact_id);
CREATE INDEX visitor_tokens_last_used ON visitor_tokens (last_used_at);
ALTER TABLE visitor_tokens ADD PRIMARY KEY (company_id, token_hash);

CREATE TABLE devices (
  company_id text NOT NULL,
  contact_id uuid NOT NULL,
  device_id uuid NOT NULL,
  user_agent text NOT NULL,
  locale text,
  first_seen_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, contact_id, device_id),
  FOREIGN KEY (company_id, contact_id) REFERENCES contacts ON DELETE CASCADE
);
