import type { ErrorCode } from '@hilo/shared/errors.ts';
import type { Conversation } from '@hilo/shared/protocol/shapes.ts';
import type { OutboxEntry, Screen } from '../core/state.ts';
import type { Child } from './dom.ts';
import type { Drawing } from './drawing.ts';
import { archivedFoot, solvedLine } from './parts/archived.ts';
import { charsLeft } from './parts/chars-left.ts';
import { confirmNewChat } from './parts/confirm.ts';
import { conversations } from './parts/conversations.ts';
import { debugTab } from './parts/debug-tab.ts';
import { fate } from './parts/fate.ts';
import { linked } from './parts/linked.ts';
import { messages } from './parts/messages.ts';
import { noticeLine } from './parts/notice.ts';
import { prechat } from './parts/prechat.ts';
import { surveyCard } from './parts/survey.ts';
import { whyNot } from './parts/why-not.ts';
import { type Locale, type Strings, strings } from './strings.ts';
import css from './styles/more.css?inline';

/** What the view draws only for some visitors, with the words and looks of it. Fetched when it is first wanted. */
export interface MoreView {
  readonly css: string;
  readonly words: Readonly<Record<Locale, Strings>>;
  readonly screens: { readonly [Name in Screen['name']]?: (draw: Drawing) => readonly Child[] };
  readonly archivedFoot: (draw: Drawing, conversation: Conversation) => Child;
  readonly charsLeft: (draw: Drawing, left: number) => Child;
  readonly confirmNewChat: (draw: Drawing) => Child;
  readonly conversations: (draw: Drawing) => Child;
  readonly debugTab: (draw: Drawing) => Child;
  readonly fate: (draw: Drawing, entry: OutboxEntry) => Child;
  readonly linked: (text: string) => Child;
  readonly noticeLine: (draw: Drawing, isCut: boolean) => Child;
  readonly solvedLine: (draw: Drawing) => Child;
  readonly surveyCard: (draw: Drawing, conversation: Conversation) => Child;
  readonly whyNot: (draw: Drawing, code: ErrorCode | 'offline') => Child;
}

export const moreView: MoreView = {
  css,
  words: strings,
  screens: { messages, prechat },
  archivedFoot,
  charsLeft,
  confirmNewChat,
  conversations,
  debugTab,
  fate,
  linked,
  noticeLine,
  solvedLine,
  surveyCard,
  whyNot,
};
