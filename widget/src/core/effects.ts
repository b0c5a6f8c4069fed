import type { WidgetStateName } from '@hilo/shared/lifecycle/lifecycle.ts';
import type { VisitorClientFrame } from '@hilo/shared/protocol/frames.ts';
import type { Message } from '@hilo/shared/protocol/shapes.ts';
import type { AskedRoute, FailureCode, StoredKey } from './events.ts';

export interface RequestEffect {
  type: 'request';
  route: AskedRoute;
  /** Under the widget's own address, with its query. */
  path: string;
  /** Posted; without one it is a GET. */
  body: object | undefined;
  token: string | null;
  /** Returned with the answer. */
  lane: string;
  about: string;
  epoch: number;
}

/** A client frame; the edge adds `traceparent`. */
export type OutgoingFrame = VisitorClientFrame extends infer Frame
  ? Frame extends VisitorClientFrame
    ? Omit<Frame, 'traceparent'>
    : never
  : never;

/** What the page can listen to with `Hilo('on', …)`. */
export interface PublicEvents {
  ready: { widgetId: string };
  unread: number;
  state: WidgetStateName;
  message: Message;
  identity: { contactId: string | null; verified: boolean; userId: string | null };
}

export type PublicEvent = {
  [Name in keyof PublicEvents]: { name: Name; value: PublicEvents[Name] };
}[keyof PublicEvents];

export type Effect =
  | RequestEffect
  | { type: 'socket_open'; id: number; sessionId: string | null }
  | { type: 'socket_send'; id: number; frame: OutgoingFrame }
  | { type: 'socket_close'; id: number; code: number }
  | { type: 'store'; key: StoredKey; value: string }
  | { type: 'remove'; key: StoredKey }
  /** Removes every key of the widget but the device. */
  | { type: 'forget' }
  | { type: 'reread' }
  /** From now on storage may last. */
  | { type: 'consent' }
  | { type: 'lock' }
  | { type: 'unlock' }
  /** Replaces the timer of that name; `afterMs` null ends it. */
  | { type: 'timer'; name: string; afterMs: number | null }
  | { type: 'resolve'; call: number; value: unknown }
  | { type: 'reject'; call: number; code: FailureCode }
  | { type: 'tell'; event: PublicEvent }
  | { type: 'sound' }
  | { type: 'shut_down' };
