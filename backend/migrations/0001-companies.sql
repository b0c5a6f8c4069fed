-- Tenants and the people who answer. Every table and every primary key leads with company_id, so that the data can be
-- sharded by it.

CREATE TABLE companies (
  company_id text PRIMARY KEY CHECK (company_id ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
  name text NOT NULL CHECK (name <> ''),
  -- single: one open conversation per contact. multiple: each explicit "New chat" opens one more.
  policy text NOT NULL CHECK (policy IN ('single', 'multiple')),
  -- Open conversations without activity for this long are solved; null: never.
  solve_after_ms bigint CHECK (solve_after_ms > 0),
  created_at timestamptz NOT NULL DEFAULT now()
);

-- What a company signs its visitors' identities with. Kept readable: an HMAC cannot be checked against a hash.
CREATE TABLE company_secrets (
  company_id text NOT NULL REFERENCES companies ON DELETE CASCADE,
  secret_id uuid NOT NULL,
  secret text NOT NULL CHECK (length(secret) >= 32),
  created_at timestamptz NOT NULL DEFAULT now(),
  -- Set when a newer one replaces it: valid until then.
  expires_at timestamptz,
  PRIMARY KEY (company_id, secret_id)
);
-- One current secret per company, also when two rotations race.
CREATE UNIQUE INDEX company_secrets_current ON company_secrets (company_id) WHERE expires_at IS NULL;

CREATE TABLE widgets (
  company_id text NOT NULL REFERENCES companies ON DELETE CASCADE,
  widget_id text NOT NULL CHECK (widget_id ~ '^wgt_[a-z0-9_]{1,40}$'),
  allowed_origins text[] NOT NULL,
  accent text NOT NULL CHECK (accent ~ '^#[0-9a-f]{6}$'),
  greeting text NOT NULL,
  prechat jsonb NOT NULL CHECK (jsonb_typeof(prechat) = 'array'),
  survey boolean NOT NULL,
  locale text NOT NULL CHECK (locale IN ('auto', 'en', 'es')),
  position text NOT NULL CHECK (position IN ('left', 'right')),
  sound boolean NOT NULL,
  debug text NOT NULL CHECK (debug IN ('off', 'on_demand', 'always')),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, widget_id)
);
-- The widget's id alone, as a page knows it, leads to its company.
CREATE UNIQUE INDEX widgets_widget_id ON widgets (widget_id);

CREATE TABLE agents (
  company_id text NOT NULL REFERENCES companies ON DELETE CASCADE,
  agent_id uuid NOT NULL,
  name text NOT NULL CHECK (name <> ''),
  email text NOT NULL CHECK (email = lower(email)),
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, agent_id)
);
-- Agents sign in with their e-mail alone.
CREATE UNIQUE INDEX agents_email ON agents (email);

CREATE TABLE agent_tokens (
  company_id text NOT NULL,
  token_hash bytea NOT NULL CHECK (length(token_hash) = 32),
  agent_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  PRIMARY KEY (company_id, token_hash),
  FOREIGN KEY (company_id, agent_id) REFERENCES agents ON DELETE CASCADE
);
CREATE UNIQUE INDEX agent_tokens_token_hash ON agent_tokens (token_hash);
