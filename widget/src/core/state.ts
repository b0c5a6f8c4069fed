import type { ErrorCode } from '@hilo/shared/errors.ts';
import type { Focus } from '@hilo/shared/lifecycle/lifecycle.ts';
import type { WidgetConfig } from '@hilo/shared/protocol/shapes.ts';
import type { ContactView } from '@hilo/shared/view/contact-view.ts';

/** Everything the widget knows. The view draws it, the reducer changes it; nothing else holds state. */
export interface State {
  readonly phase: Phase;
  /** Null until the first bootstrap has answered. */
  readonly config: WidgetConfig | null;
  readonly locale: 'en' | 'es';
  readonly view: ContactView;
  readonly focus: Focus;
  readonly screen: Screen;
  readonly open: boolean;
  readonly connection: Connection;
  readonly outbox: readonly OutboxEntry[];
  /** Text being written, by conversation; `new` before there is one. */
  readonly drafts: Readonly<Record<string, string>>;
  readonly starting: Starting | null;
  readonly prechat: PrechatForm;
  readonly survey: SurveyForm;
  /** Agents typing now, by conversation; each ends by itself at `untilMs` (monotonic). */
  readonly typing: Readonly<Record<string, { agentName: string; untilMs: number }>>;
  /** A page of earlier messages or conversations is on its way. */
  readonly loading: { readonly thread: string | null; readonly conversations: boolean };
  readonly notice: Notice | null;
  /** True while the page is visible, the thread on screen, and the person was active within `attentionMs`. */
  readonly attentive: boolean;
  readonly soundOn: boolean;
  /** False where storage throws, has no quota, or consent was not given: all works, nothing survives a reload. */
  readonly persistent: boolean;
  readonly debugShown: boolean;
}

export type Phase =
  | { name: 'booting' }
  | { name: 'ready' }
  /** Bootstrap failed; tried again at `retryAtMs` (monotonic), or by the person. */
  | { name: 'failed'; code: ErrorCode | 'offline'; retryAtMs: number | null }
  | { name: 'shut_down' };

export type Screen = { name: 'home' } | { name: 'messages' } | { name: 'thread' } | { name: 'prechat' };

/** `idle`: nothing to hear, no socket. `polling`: WebSockets are blocked, sync is asked for regularly. */
export type Connection =
  | { name: 'idle' }
  | { name: 'connecting'; attempt: number }
  | { name: 'connected' }
  | { name: 'syncing' }
  | { name: 'waiting'; attempt: number; retryAtMs: number }
  | { name: 'polling' }
  | { name: 'offline' };

/** One message on its way, bound to its conversation before the first try. */
export interface OutboxEntry {
  readonly clientMessageId: string;
  /** Null only between writing and the answer to the start it waits for. */
  readonly conversationId: string | null;
  /** The contact that wrote it; null before there was one. */
  readonly contactId: string | null;
  readonly body: string;
  /** Page-independent order of writing: milliseconds since the epoch, made strictly increasing. */
  readonly writtenAt: number;
  readonly status: 'queued' | 'sending' | 'waiting' | 'failed';
  readonly attempts: number;
  /** Why it failed for good; the view says it in words. */
  readonly error: ErrorCode | null;
  /** `another_open`: where it could be sent instead. */
  readonly otherConversationId: string | null;
}

/** One intention to start a chat. Its id makes the double click harmless. */
export interface Starting {
  readonly clientStartId: string;
  readonly intent: 'open' | 'new';
  readonly replacesConversationId: string | null;
  readonly error: ErrorCode | 'offline' | null;
}

export interface PrechatForm {
  readonly values: Readonly<Partial<Record<'name' | 'email' | 'phone', string>>>;
  readonly errors: Readonly<Partial<Record<'name' | 'email' | 'phone', 'missing' | 'invalid'>>>;
  readonly sending: boolean;
  /** The form as a whole was refused or could not be sent. */
  readonly failed: ErrorCode | 'offline' | null;
}

export interface SurveyForm {
  readonly rating: number | null;
  readonly comment: string;
  readonly sending: boolean;
  readonly failed: ErrorCode | 'offline' | null;
}

/** One passing sentence for the person; the view words it. */
export type Notice =
  | { kind: 'rate_limited'; untilMs: number }
  | { kind: 'logged_out' }
  | { kind: 'sync_failed' }
  | { kind: 'start_failed'; code: ErrorCode | 'offline' }
  | { kind: 'unsent_at_logout'; count: number }
  | { kind: 'confirm_new_chat'; replacesConversationId: string };

/** What a person can do. The view dispatches these and nothing else. */
export type Action =
  | { type: 'launcher_clicked' }
  | { type: 'closed' }
  | { type: 'tab_chosen'; tab: 'home' | 'messages' }
  /** "Send us a message", or the first one on the home screen. */
  | { type: 'start_clicked' }
  /** "New chat": where one is open under policy `single`, asks first (`confirm_new_chat`). */
  | { type: 'new_chat_clicked' }
  | { type: 'new_chat_confirmed' }
  | { type: 'notice_dismissed' }
  | { type: 'conversation_chosen'; conversationId: string }
  | { type: 'back_clicked' }
  | { type: 'earlier_wanted' }
  | { type: 'more_conversations_wanted' }
  | { type: 'draft_changed'; text: string }
  | { type: 'send_clicked' }
  | { type: 'retry_clicked'; clientMessageId: string }
  | { type: 'discard_clicked'; clientMessageId: string }
  /** A message refused because another conversation is open: send it there. */
  | { type: 'send_there_clicked'; clientMessageId: string }
  | { type: 'prechat_changed'; field: 'name' | 'email' | 'phone'; text: string }
  | { type: 'prechat_submitted' }
  | { type: 'prechat_dismissed' }
  | { type: 'survey_rated'; rating: number }
  | { type: 'survey_commented'; text: string }
  | { type: 'survey_submitted' }
  | { type: 'survey_dismissed' }
  | { type: 'sound_toggled' }
  | { type: 'retry_connection_clicked' }
  /** The last message of the thread came into view, or left it. */
  | { type: 'thread_end_visible'; visible: boolean };
