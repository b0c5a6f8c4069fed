import type { Changes } from '@hilo/shared/protocol/shapes.ts';
import { emptyView } from '@hilo/shared/view/contact-view.ts';
import type { OutboxEntry, State } from './state.ts';

/** Who this browser is on this site. The token is the credential; null until there is first something to keep. */
export interface Device {
  readonly deviceId: string;
  readonly token: string | null;
}

/** An outbox entry with what only the core needs to know of it. */
export interface Entry extends OutboxEntry {
  /** Accepted, or settled by another tab: shown until the next fold or sync brings the row, never sent again. */
  readonly gone?: boolean;
  /** Written by another tab, which sends it; this tab takes over at this time (monotonic). */
  readonly takeOverAtMs?: number;
  /** The start that will say which conversation it belongs to, in whatever tab it is made. */
  readonly start?: Intention;
}

/**
 * One kind of request, of which one is in flight at a time: `boot`, `start`, `sync`, `send:<conversationId>` … A
 * failed one is tried again no earlier than `retryAtMs`, so nothing is hammered and nothing is forgotten.
 */
export interface Lane {
  readonly isBusy: boolean;
  readonly failures: number;
  readonly retryAtMs: number;
}

/** Wishes that change who the visitor is, one after another, also across tabs (a Web Lock is held meanwhile). */
export type Job =
  | { kind: 'mint' }
  /** That token was refused: read again what the other tabs know before giving it up. */
  | { kind: 'recheck'; token: string | null; revoked: boolean }
  | { kind: 'identify'; call: number; user: User }
  | { kind: 'logout'; call: number };

export interface User {
  readonly userId: string | null;
  readonly proof:
    | { readonly kind: 'jwt'; readonly jwt: string }
    | { readonly kind: 'hmac'; readonly userId: string; readonly userHash: string };
  readonly traits: { readonly name?: string; readonly email?: string; readonly phone?: string };
}

/** Where the first job of the queue stands. `flushing`: before a logout, messages on their way are given a moment. */
export type JobStep = 'locking' | 'flushing' | 'sent';

export interface SocketState {
  /** Tells this socket's events from those of an earlier one. */
  readonly id: number;
  readonly opened: boolean;
  readonly isReady: boolean;
  /** Closed as stale at this time unless it opens, gets ready or answers our ping. */
  readonly deadlineMs: number | null;
  /** The next ping of ours. */
  readonly pingAtMs: number;
  readonly pings: number;
}

/** A survey's answer as this browser remembers it, until the server has it. */
export interface SurveyNote {
  readonly rating: number | null;
  readonly comment: string;
  readonly done: 'rated' | 'dismissed' | null;
}

/** The view's state and what the core keeps beside it. */
export interface Model extends State {
  readonly outbox: readonly Entry[];
  readonly widgetId: string;
  /** Of this load in this tab. */
  readonly traceId: string;
  /** Counts identities; an answer to a question of an earlier one is dropped (E12). */
  readonly epoch: number;
  readonly device: Device | null;
  readonly lanes: Readonly<Record<string, Lane>>;
  /** Timers that are set: name → time (monotonic). */
  readonly alarms: Readonly<Record<string, number>>;
  readonly jobs: readonly Job[];
  readonly jobStep: JobStep | null;
  readonly flushUntilMs: number;
  /** A fresh token that the job under way installs. */
  readonly nextDevice: Device | null;
  readonly held: readonly Changes[];
  readonly heldUntilMs: number | null;
  readonly syncWanted: boolean;
  readonly bootWanted: boolean;
  readonly socket: SocketState | null;
  readonly sockets: number;
  readonly everReady: boolean;
  readonly socketFailures: number;
  readonly socketRetryAtMs: number;
  readonly pollAtMs: number;
  readonly isPolling: boolean;
  /** The start that waits behind the prechat form. */
  readonly wanted: Intention | null;
  /** The prechat form was submitted and is to be sent. */
  readonly prechatSubmitted: boolean;
  readonly sessions: Readonly<Record<string, string>>;
  readonly surveyKey: string;
  readonly surveys: Readonly<Record<string, SurveyNote>>;
  readonly visible: boolean;
  readonly online: boolean;
  readonly endVisible: boolean;
  readonly activeAtMs: number;
  readonly typingSentAtMs: number;
  readonly tab: 'home' | 'messages';
  /** A mark that was refused for good; not asked again. */
  readonly readRefused: string | null;
  readonly lastWrittenAt: number;
  /** The person did something here, so there is something to keep. */
  readonly touched: boolean;
  readonly launcherHidden: boolean;
  readonly chosenLocale: 'en' | 'es' | null;
  readonly pageLocale: 'en' | 'es';
  /** API calls of `boot` that wait for the first answer. */
  readonly bootCalls: readonly number[];
  readonly cacheAtMs: number | null;
}

/** One wish for a conversation. Its id makes every repetition of it, in any tab, the same start. */
export interface Intention {
  readonly clientStartId: string;
  readonly intent: 'open' | 'new';
  readonly replacesConversationId: string | null;
}

/** What belongs to one identity and is forgotten with it. */
export const freshIdentity = {
  view: emptyView,
  focus: { kind: 'none' },
  screen: { name: 'home' },
  outbox: [],
  drafts: {},
  starting: null,
  prechat: { values: {}, errors: {}, sending: false, failed: null },
  survey: { rating: null, comment: '', sending: false, failed: null },
  typing: {},
  loading: { thread: null, conversations: false },
  surveys: {},
  surveyKey: '',
  sessions: {},
  wanted: null,
  prechatSubmitted: false,
  readRefused: null,
} as const satisfies Partial<Model>;

export function initialModel(widgetId: string, traceId: string): Model {
  return {
    ...freshIdentity,
    phase: { name: 'booting' },
    config: null,
    locale: 'en',
    open: false,
    connection: { name: 'idle' },
    notice: null,
    attentive: false,
    soundOn: true,
    persistent: true,
    debugShown: false,
    widgetId,
    traceId,
    epoch: 0,
    device: null,
    lanes: {},
    alarms: {},
    jobs: [],
    jobStep: null,
    flushUntilMs: 0,
    nextDevice: null,
    held: [],
    heldUntilMs: null,
    syncWanted: false,
    bootWanted: false,
    socket: null,
    sockets: 0,
    everReady: false,
    socketFailures: 0,
    socketRetryAtMs: 0,
    pollAtMs: 0,
    isPolling: false,
    visible: true,
    online: true,
    endVisible: false,
    activeAtMs: Number.NEGATIVE_INFINITY,
    typingSentAtMs: Number.NEGATIVE_INFINITY,
    tab: 'home',
    lastWrittenAt: 0,
    touched: false,
    launcherHidden: false,
    chosenLocale: null,
    pageLocale: 'en',
    bootCalls: [],
    cacheAtMs: null,
  };
}
