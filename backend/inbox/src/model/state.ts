import type { ErrorCode } from '@hilo/shared/errors.ts';
import type {
  Agent,
  ContactPanel,
  InboxConversation,
  InboxCounts,
  InboxFilter,
  Note,
  StatusChange,
} from '@hilo/shared/protocol/inbox-shapes.ts';
import type { Message } from '@hilo/shared/protocol/shapes.ts';

/** Why something did not work, in words for a person. `network`: no answer reached us. */
export interface Failure {
  code: ErrorCode | 'network';
  sentence: string;
  /** The same request may work later. */
  retryable: boolean;
  /** How long the server asks us to wait, in milliseconds. */
  retryAfterMs?: number;
  traceId: string | null;
  /** `another_open`: the conversation that is open. */
  conversationId?: string;
}

export type Session =
  | { name: 'signed_out' }
  | { name: 'signed_in'; token: string; agent: Agent }
  /** The token is no longer taken. What was loaded and written stays, for the same agent. */
  | { name: 'expired'; agent: Agent };

/** The socket. Times are the browser's, for a countdown only. */
export type Connection =
  | { name: 'connecting' }
  | { name: 'live' }
  | { name: 'offline' }
  | { name: 'reconnecting'; failures: number; retryAt: number }
  | { name: 'stopped' };

/** Pulling what the socket did not tell. */
export type CatchUp =
  | { name: 'idle' }
  | { name: 'running' }
  | { name: 'failed'; failure: Failure; retryAt: number };

/** Where a page ended, in the order of its list. */
export interface Horizon {
  at: number;
  conversationId: string;
}

/** How much of one filter's list is known: everything down to `horizon`, or everything where it is null. */
export type ListWindow =
  | { name: 'unloaded' }
  | { name: 'loading' }
  | { name: 'failed'; failure: Failure }
  | { name: 'loaded'; horizon: Horizon | null; more: 'idle' | 'loading' | Failure };

export type Search =
  | { name: 'none' }
  | { name: 'loading'; text: string }
  | { name: 'failed'; text: string; failure: Failure }
  | { name: 'found'; text: string; ids: readonly string[]; hasMore: boolean };

export interface Thread {
  /** Ascending by seq. Earlier ones are missing where the first seq is above 1. */
  readonly messages: readonly Message[];
  readonly notes: readonly Note[];
  readonly history: readonly StatusChange[];
  /** Every change up to this revision is in. */
  readonly revision: number;
  /** Revisions above `revision + 1` heard out of order. */
  readonly ahead: readonly number[];
}

export type Loading = { name: 'loading' } | { name: 'failed'; failure: Failure };

/** A reply or note that no answer, event or page has confirmed yet. */
export interface Pending {
  kind: 'reply' | 'note';
  /** `clientMessageId` or `clientNoteId`: the same in every retry. */
  clientId: string;
  agentId: string;
  conversationId: string;
  body: string;
  writtenAt: number;
  state: PendingState;
}

export type PendingState =
  | { name: 'queued'; failures: number; retryAt: number; reason: Failure | null }
  | { name: 'sending'; failures: number }
  | { name: 'failed'; failure: Failure };

export interface Draft {
  tab: Pending['kind'];
  reply: string;
  note: string;
}

export interface TypingMark {
  /** `visitor`, or the colleague's id. */
  who: string;
  /** Null for the visitor. */
  name: string | null;
  /** On the browser's clock. */
  until: number;
}

/** What an agent does to a conversation besides writing. */
export type Action = 'take' | 'assign' | 'solve' | 'reopen' | 'redact';

/** What the person looks at. */
export interface Place {
  filter: InboxFilter;
  conversationId: string | null;
  /** Messages after this seq were unread when the thread was opened; null where none were. */
  newAfterSeq: number | null;
}

/** Who is signed in, and around them. */
export interface Workplace {
  companyName: string;
  colleagues: readonly Agent[];
}

/** Facts only: what is shown follows from them. */
export interface InboxState {
  readonly session: Session;
  readonly workplace: Workplace | null;
  /** The server's clock minus the browser's, in milliseconds. */
  readonly clockOffsetMs: number;
  readonly connection: Connection;
  readonly catchUp: CatchUp;
  readonly conversations: Readonly<Record<string, InboxConversation>>;
  /** Erased for ever: nothing that arrives late brings them back. */
  readonly erased: Readonly<Record<string, true>>;
  readonly counts: InboxCounts | null;
  /** Counts may be off until the next sync. */
  readonly countsInDoubt: boolean;
  /** Moves with each change that can move a count. */
  readonly countsTick: number;
  readonly cursor: string | null;
  readonly windows: Readonly<Record<InboxFilter, ListWindow>>;
  readonly search: Search;
  readonly threads: Readonly<Record<string, Thread>>;
  readonly threadLoading: Readonly<Record<string, Loading>>;
  readonly earlierLoading: Readonly<Record<string, Loading>>;
  readonly contacts: Readonly<Record<string, ContactPanel>>;
  readonly contactLoading: Readonly<Record<string, Loading>>;
  readonly outbox: readonly Pending[];
  readonly drafts: Readonly<Record<string, Draft>>;
  readonly typing: Readonly<Record<string, readonly TypingMark[]>>;
  readonly place: Place;
  readonly highlightedId: string | null;
  /** Contact details are on screen. */
  readonly panelOpen: boolean;
  /** The action on its way, by conversation. */
  readonly acting: Readonly<Record<string, Action>>;
  /** What an action was refused for, by conversation. */
  readonly refusals: Readonly<Record<string, Failure>>;
}

export const filters = ['waiting', 'active', 'solved', 'mine', 'all'] as const satisfies InboxFilter[];

const unloaded: InboxState['windows'] = {
  waiting: { name: 'unloaded' },
  active: { name: 'unloaded' },
  solved: { name: 'unloaded' },
  mine: { name: 'unloaded' },
  all: { name: 'unloaded' },
};

export const noFacts = {
  workplace: null,
  conversations: {},
  erased: {},
  counts: null,
  countsInDoubt: false,
  countsTick: 0,
  cursor: null,
  windows: unloaded,
  search: { name: 'none' },
  threads: {},
  threadLoading: {},
  earlierLoading: {},
  contacts: {},
  contactLoading: {},
  typing: {},
  acting: {},
  refusals: {},
  highlightedId: null,
} as const satisfies Partial<InboxState>;

export const initialState: InboxState = {
  ...noFacts,
  session: { name: 'signed_out' },
  clockOffsetMs: 0,
  connection: { name: 'connecting' },
  catchUp: { name: 'idle' },
  outbox: [],
  drafts: {},
  panelOpen: false,
  place: { filter: 'waiting', conversationId: null, newAfterSeq: null },
};

/** The signed-in agent's id; null when nobody is. */
export function agentIdOf(state: Pick<InboxState, 'session'>): string | null {
  return state.session.name === 'signed_out' ? null : state.session.agent.agentId;
}
