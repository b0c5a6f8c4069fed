import type { InboxChange, StatusChange } from '@hilo/shared/protocol/inbox-shapes.ts';
import type {
  AgentRouteName,
  Answer,
  Body,
  Params,
  Query,
  RouteName,
  VisitorRouteName,
} from '@hilo/shared/protocol/routes.ts';
import type { Changes } from '@hilo/shared/protocol/shapes.ts';
import type { TenFields } from '@hilo/shared/trace/ten-fields.ts';
import type { DatabasePool } from 'slonik';

/** What every command and query is given. */
export interface CommandContext {
  pool: DatabasePool;
  /** `traceparent` of the operation, kept with what it changes. */
  traceparent: string;
}

/** Who is asking, as far as the request says: the token is looked up by the command, in its transaction. */
export interface VisitorCaller {
  companyId: string;
  widgetId: string;
  /** SHA-256 of the token, or null where the request had none. */
  tokenHash: Buffer | null;
  /** Kept with the device: `User-Agent` and the first of `Accept-Language`. */
  userAgent: string;
  locale: string | null;
}

export interface AgentCaller {
  companyId: string;
  agentId: string;
  name: string;
  /** SHA-256 of the token they came with: what signing out revokes. Absent where the system acts as an agent. */
  tokenHash?: Buffer;
}

/** What happened, for everybody who listens. Published after the commit, in order. */
export type Happening =
  | { kind: 'contact'; companyId: string; contactId: string; changes: Changes }
  | { kind: 'inbox'; companyId: string; change: InboxChange }
  | { kind: 'inbox_removed'; companyId: string; conversationId: string }
  /** These tokens no longer open a socket as this contact: sockets holding them are closed. */
  | { kind: 'tokens_revoked'; companyId: string; tokenHashes: string[]; contactId: string }
  /** The same for an agent's sign-in. */
  | { kind: 'agent_signed_out'; companyId: string; tokenHash: string };

/** What a command answers with: the route's answer, what to publish, and what it learned of the ten fields. */
export interface CommandResult<Answer> {
  answer: Answer;
  happenings: Happening[];
  fields: Partial<TenFields>;
  /** The steps that statuses took, where `happenings` do not tell them all: agents hear of no empty conversation. */
  statusChanges?: readonly StatusChange[];
}

/** A route's validated input. */
export interface Input<Name extends RouteName> {
  params: Params<Name>;
  query: Query<Name>;
  body: Body<Name>;
}

/** Each route is one function named like it, in `commands/<route-name>.ts`. */
export type VisitorCommand<Name extends VisitorRouteName> = (
  context: CommandContext,
  caller: VisitorCaller,
  input: Input<Name>,
) => Promise<CommandResult<Answer<Name>>>;

export type AgentCommand<Name extends AgentRouteName> = (
  context: CommandContext,
  caller: AgentCaller,
  input: Input<Name>,
) => Promise<CommandResult<Answer<Name>>>;
