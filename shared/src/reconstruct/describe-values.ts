import { askedOf } from '../invariants/routes-seen.ts';
import { asObject, findRows, textIn } from '../invariants/rows.ts';
import type { TraceEventOf } from '../trace/events.ts';
import { plainly, quoted, shortId } from './plain-text.ts';

/** What a request asks for, in words. */
export function describeRequest(event: TraceEventOf<'request'>): string {
  const asked = askedOf(event);
  if (!asked) return `${event.method} ${event.path}`;
  switch (asked.command) {
    case 'start':
      return `${asked.intent === 'new' ? 'start a new chat' : 'start or open a chat'} (start ${shortId(asked.clientStartId)})`;
    case 'send':
      return `send ${quoted(asked.body)} to ${shortId(asked.conversationId)} (message ${shortId(asked.clientMessageId)})`;
    case 'read':
      return `mark ${shortId(asked.conversationId)} read up to ${shortId(asked.lastReadMessageId)}`;
    case 'survey':
      return `answer survey ${asked.cycle} of ${shortId(asked.conversationId)}`;
    case 'thread':
      return `fetch ${shortId(asked.conversationId)}`;
    case 'list':
      return 'list conversations';
    default:
      return asked.command;
  }
}

/** What an answer or an event brought, in words; empty where it brought nothing worth saying. */
export function describeRows(event: TraceEventOf<'response'> | TraceEventOf<'frame'>): string {
  const rows = findRows(event);
  if (!rows) return '';
  const messages =
    rows.messages.length > 3 ? [`${rows.messages.length} messages`] : rows.messages.map(describeMessage);
  const conversations =
    rows.conversations.length > 3
      ? [`${rows.conversations.length} conversations`]
      : rows.conversations.map(
          (row) => `${shortId(row.conversationId)} ${row.status}, ${row.unreadCount} unread`,
        );
  const version = rows.span ? [`version ${rows.span.version}`] : [];
  return [...messages, ...conversations, ...version].join(' · ');
}

function describeMessage(row: { author: { kind: string }; seq: number; body: string | null }): string {
  return `#${row.seq} ${row.author.kind}: ${row.body === null ? '(redacted)' : quoted(row.body, 60)}`;
}

/** What a frame says, in words. */
export function describeFrame(event: TraceEventOf<'frame'>): string {
  const frame = asObject<Record<string, unknown>>(event.data);
  const type = textIn(frame, 'type');
  switch (type) {
    case 'hello':
      return frame?.['reconnect'] ? 'hello again' : 'hello';
    case 'ready':
      return `ready at version ${plainly(frame?.['version'])}`;
    case 'event':
      return `event: ${describeRows(event)}`;
    case 'typing':
      return frame?.['typing'] ? 'typing' : 'stopped typing';
    case 'ping':
    case 'pong':
      return `${type} ${plainly(frame?.['n'])}`;
    default:
      return `${type ?? 'frame'}, ${event.bytes} bytes`;
  }
}

const actionWords: Readonly<Record<string, string>> = {
  launcher_clicked: 'clicks the launcher',
  closed: 'closes the messenger',
  start_clicked: 'clicks “Send us a message”',
  new_chat_clicked: 'clicks “New chat”',
  new_chat_confirmed: 'confirms a new chat',
  notice_dismissed: 'dismisses the notice',
  back_clicked: 'goes back',
  earlier_wanted: 'scrolls to earlier messages',
  more_conversations_wanted: 'asks for more conversations',
  send_clicked: 'sends',
  prechat_submitted: 'submits the form',
  prechat_dismissed: 'leaves the form',
  survey_submitted: 'submits the survey',
  survey_dismissed: 'dismisses the survey',
  sound_toggled: 'switches the sound',
  retry_connection_clicked: 'clicks “Try again”',
};

/** What the person did, in words. */
export function describeAction(event: TraceEventOf<'action'>): string {
  const action = asObject<Record<string, unknown>>(event.action) ?? {};
  const type = textIn(action, 'type');
  const text = action['text'] === undefined ? '' : quoted(action['text']);
  switch (type) {
    case 'draft_changed':
      return `writes ${text}`;
    case 'prechat_changed':
      return `fills in ${plainly(action['field'])}: ${text}`;
    case 'survey_commented':
      return `comments ${text}`;
    case 'survey_rated':
      return `gives ${plainly(action['rating'])} of 5`;
    case 'tab_chosen':
      return `opens the tab ${plainly(action['tab'])}`;
    case 'conversation_chosen':
      return `opens ${shortId(action['conversationId'])}`;
    case 'retry_clicked':
    case 'discard_clicked':
    case 'send_there_clicked':
      return `${type.replace('_clicked', '').replaceAll('_', ' ')}: message ${shortId(action['clientMessageId'])}`;
    case 'thread_end_visible':
      return action['visible'] ? 'sees the end of the thread' : 'scrolls away from the end';
    default:
      return type === null ? 'does something' : (ownWord(actionWords, type) ?? type);
  }
}

function ownWord(words: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(words, name) ? words[name] : undefined;
}
