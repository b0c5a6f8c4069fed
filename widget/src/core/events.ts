import type { ErrorCode } from '@hilo/shared/errors.ts';
import type { VisitorServerFrame } from '@hilo/shared/protocol/frames.ts';
import type { Answer, VisitorRouteName } from '@hilo/shared/protocol/routes.ts';
import type { User } from './model.ts';
import type { Action } from './state.ts';

/** Time and chance, as the edge found them when the event happened. The core draws neither by itself. */
export interface Stamp {
  /** Monotonic milliseconds. */
  readonly at: number;
  /** Milliseconds since the Unix epoch, by the client's clock. Orders nothing but the outbox. */
  readonly epochMs: number;
  /** 0 ≤ random < 1, for jitter. */
  readonly random: number;
  /** Two new UUIDs v4. */
  readonly ids: readonly [string, string];
}

/** What storage holds for one widget: text as found, null where there is none. */
export interface Stored {
  readonly device: string | null;
  readonly cache: string | null;
  readonly profile: string | null;
  readonly survey: string | null;
  /** By clientMessageId. */
  readonly outbox: Readonly<Record<string, string>>;
}

export type FailureCode = ErrorCode | 'offline';

/** Why a request did not work. `offline`: no answer arrived, whatever the reason. */
export interface Failure {
  readonly code: FailureCode;
  /** Trying the same again may work. */
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
  /** `another_open`: which one is. */
  readonly conversationId: string | null;
  /** `prechat_required`: which fields. */
  readonly missing: readonly string[] | null;
}

/** The routes that the widget asks; others are for whoever looks at it from outside. */
export type AskedRoute = Exclude<VisitorRouteName, 'resolveSession' | 'readTrace'>;

export type AnswerOf<Name extends AskedRoute> = Answer<Name>;

/** A request's end: an answer or a failure. */
export interface Answered {
  type: 'answered';
  route: AskedRoute;
  lane: string;
  /** What was asked about: a message, a conversation. */
  about: string;
  epoch: number;
  answer: Answer<AskedRoute> | null;
  failure: Failure | null;
}

/** What the page asks for through `Hilo(…)`. `call` names the promise to settle. */
export type ApiCall =
  | { name: 'show' | 'hide' | 'open' | 'newChat' | 'logout' | 'shutdown' }
  /** `on` null asks only. */
  | { name: 'debug'; on: boolean | null }
  | { name: 'identify'; user: User }
  | { name: 'update'; locale: 'en' | 'es' | null; consent: boolean };

export type Event =
  | Action
  | {
      type: 'boot';
      call: number;
      locale: 'en' | 'es' | null;
      pageLocale: 'en' | 'es';
      user: User | null;
      visible: boolean;
      online: boolean;
      persistent: boolean;
      stored: Stored;
    }
  /** Storage as it is now, asked for after another tab changed who the visitor is. */
  | { type: 'reread'; stored: Stored }
  /** Storage became (or turned out not to be) lasting. */
  | { type: 'persistence'; persistent: boolean }
  | { type: 'called'; call: number; api: ApiCall }
  | Answered
  | { type: 'socket_opened'; id: number }
  | { type: 'socket_frame'; id: number; frame: VisitorServerFrame }
  | { type: 'socket_closed'; id: number; code: number }
  /** Another tab changed a key; `name` is what comes after the widget's own part of it. */
  | { type: 'stored'; key: StoredKey; value: string | null }
  /** The identity lock is ours. `device` as storage has it now, `token` freshly drawn. */
  | { type: 'locked'; device: string | null; token: string }
  | { type: 'visibility'; visible: boolean }
  /** The page came back: bfcache, thaw, clock jump (sleep). Whatever was open may be dead. */
  | { type: 'resumed' }
  | { type: 'network'; online: boolean }
  | { type: 'active' }
  | { type: 'timer'; name: string };

export type StoredKey = Exclude<keyof Stored, 'outbox'> | `outbox:${string}`;

/** Anything that happens, with when. */
export type Happened = Event & { readonly stamp: Stamp };
