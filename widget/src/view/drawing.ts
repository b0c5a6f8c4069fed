import type { Conversation } from '@hilo/shared/protocol/shapes.ts';
import type { Action, State } from '../core/state.ts';
import type { MoreView } from './more.ts';
import type { Words } from './words.ts';

/** What only the screen knows: where it is scrolled, and where reading began. */
export interface Glance {
  /** The end of the thread is in view. */
  readonly atEnd: boolean;
  /** Seq after which messages count as new while this thread stays on screen; null: no line. */
  readonly newAfterSeq: number | null;
}

type Rest<T extends Action['type']> = Omit<Extract<Action, { type: T }>, 'type'>;

/** Makes the handler that dispatches an action: `on('draft_changed', { text })`. */
export type On = <T extends Action['type']>(
  type: T,
  ...rest: keyof Rest<T> extends never ? [] : [Rest<T>]
) => () => void;

/** All that a part of the view needs to draw itself. */
export interface Drawing extends Glance {
  readonly state: State;
  readonly on: On;
  readonly t: Words;
  /** BCP 47 tag for dates and numbers. */
  readonly region: string;
  /** Wall clock, milliseconds since the epoch. */
  readonly wallMs: number;
  /** The clock that `untilMs` in the state speaks of, milliseconds. */
  readonly nowMs: number;
  /** Brings the end of the thread into view. */
  readonly toEnd: () => void;
  /** What only some visitors need; fetched when it is first asked for, and drawn when it has come. */
  readonly more: () => MoreView | undefined;
  /** It was asked for, and could not be fetched so far. */
  readonly isMoreMissing: boolean;
  /** Opens the debug info of this load. */
  readonly debug: () => void;
}

/** The text in the field that an event comes from. */
export function textOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLTextAreaElement).value;
}

export function companyName({ state }: Drawing): string {
  return state.config?.companyName ?? '';
}

/** Who the visitor is talking to: the agent who has it, else the company. */
export function partnerName(draw: Drawing, conversation: Conversation | undefined): string {
  return conversation?.assignee?.name ?? companyName(draw);
}
