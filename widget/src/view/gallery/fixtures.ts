import type { Conversation, WidgetConfig } from '@hilo/shared/protocol/shapes.ts';
import type { State } from '../../core/state.ts';
import {
  closed,
  config,
  conversation,
  dayMs,
  entry,
  headed,
  hourMs,
  id,
  knowing,
  type Line,
  showing,
  thread,
} from './fixture-data.ts';

const ana = { agentId: id(9), name: 'Ana Ruiz' };
const open: State = { ...closed, open: true };
const inactive = { kind: 'none' } as const;

const talk: readonly Line[] = [
  [null, 'Hello! I ordered two bottles of the Picual on Monday and only one arrived.', 1500],
  [null, 'Order 4471, in case it helps.', 1499],
  ['Ana Ruiz', 'Hi! Sorry about that. Let me look at what happened with 4471.', 1480],
  [
    'Ana Ruiz',
    'The second bottle left our warehouse this morning. You can follow it here: https://olivo.example/track/4471-b.',
    42,
  ],
  ['Ana Ruiz', 'It should be with you tomorrow before noon.', 41],
  [null, 'Great, thank you!', 12],
  ['Ana Ruiz', 'My pleasure. Is there anything else I can do for you?', 6],
];

function last(base: Conversation, who: string | null, body: string): Conversation {
  const at = base.lastActivityAt;
  const row = headed(base, thread(base.conversationId, [[who, body, 0]]));
  return { ...row, lastActivityAt: at, lastMessage: { ...row.lastMessage!, createdAt: at } };
}

const current = last(
  conversation(10, { assignee: ana }),
  'Ana Ruiz',
  'My pleasure. Is there anything else I can do for you?',
);
const older: Conversation[] = [
  last(
    conversation(11, {
      status: 'solved',
      lastActivityAt: Date.now() - 3 * dayMs,
      assignee: { agentId: id(8), name: 'Marc' },
    }),
    null,
    'Perfect, that did it.',
  ),
  last(
    conversation(12, {
      status: 'archived',
      archivedReason: 'replaced',
      lastActivityAt: Date.now() - 9 * dayMs,
    }),
    'Ana Ruiz',
    'We have let the workshop know. They will write to you with a date for the tasting.',
  ),
  last(
    conversation(13, { status: 'solved', lastActivityAt: Date.now() - 40 * dayMs, assignee: ana }),
    null,
    '',
  ),
];
const waiting = last(
  conversation(14, { status: 'waiting', lastActivityAt: Date.now() - 2 * hourMs }),
  null,
  'Do you ship to the Canary Islands?',
);

const active = conversation(10, { assignee: ana, readSeq: 7, agentReadSeq: 6 });
const solved = conversation(10, { assignee: ana, status: 'solved', readSeq: 7, agentReadSeq: 7 });
const prechat: State = {
  ...open,
  screen: { name: 'prechat' },
  focus: { kind: 'prechat', missing: ['name', 'email'] },
};
const spanish: WidgetConfig = {
  ...config,
  companyName: 'Cooperativa Oleícola de Nuestra Señora del Carmen',
  greeting: 'Hola, ¿en qué podemos ayudarte hoy?',
  accent: '#f2c230',
  onAccent: '#000',
};

/** Each state in which the widget can be seen, by name. */
export const fixtures: Record<string, State> = {
  closed,
  'closed-unread': knowing(closed, [
    { ...current, unreadCount: 3 },
    { ...older[0]!, unreadCount: 9 },
  ]),
  home: open,
  'home-starting': {
    ...open,
    starting: { clientStartId: id(5), intent: 'open', replacesConversationId: null, error: null },
  },
  'home-open': knowing(open, [{ ...current, unreadCount: 2 }, ...older]),
  'home-failed-start': {
    ...knowing(open, [older[0]!]),
    persistent: false,
    notice: { kind: 'start_failed', code: 'internal' },
  },
  messages: knowing({ ...open, screen: { name: 'messages' } }, [
    { ...current, unreadCount: 2 },
    waiting,
    ...older,
  ]),
  'messages-none': { ...open, screen: { name: 'messages' } },
  prechat,
  'prechat-errors': {
    ...prechat,
    prechat: {
      values: { email: 'ana@' },
      errors: { name: 'missing', email: 'invalid' },
      sending: false,
      failed: null,
    },
  },
  'thread-empty': showing(conversation(10, { status: 'waiting' }), []),
  'thread-waiting': showing(conversation(10, { status: 'waiting' }), [
    [null, 'Hello, do you ship to the Canary Islands?', 2],
  ]),
  thread: showing({ ...active, unreadCount: 1, readSeq: 6 }, talk, { attentive: false }),
  'thread-deliveries': showing({ ...active, agentReadSeq: 6 }, [...talk, [null, 'One more thing.', 4]], {
    typing: { [id(10)]: { agentName: 'Ana Ruiz', untilMs: Number.POSITIVE_INFINITY } },
    outbox: [
      entry(1, { body: 'Can I change the delivery address?', status: 'sending' }),
      entry(2, { body: 'To my office, it is open all day.', status: 'waiting' }),
      entry(3, { body: 'It is the one on the invoice.', status: 'failed', error: 'internal' }),
      entry(4, {
        body: 'And could you add a note?',
        status: 'failed',
        error: 'another_open',
        otherConversationId: id(11),
      }),
    ],
  }),
  'thread-loading': {
    ...showing(active, talk),
    view: { ...showing(active, talk).view, threads: {} },
  },
  'thread-long': showing(
    active,
    Array.from(
      { length: 60 },
      (_, n): Line => [n % 3 ? 'Ana Ruiz' : null, `Message number ${n + 1}`, 600 - n * 9],
    ),
  ),
  'thread-over-limit': showing(active, talk, { drafts: { [id(10)]: 'All work and no play. '.repeat(400) } }),
  solved: showing({ ...solved, survey: { cycle: 1, state: 'answered', rating: 5 } }, [
    ...talk,
    [null, 'No, that is all.', 5],
  ]),
  survey: showing({ ...solved, survey: { cycle: 1, state: 'due', rating: null } }, talk.slice(4)),
  'survey-rated': showing({ ...solved, survey: { cycle: 1, state: 'due', rating: null } }, talk.slice(4), {
    survey: { rating: 4, comment: '', sending: false, failed: 'offline' },
  }),
  archived: showing({ ...active, status: 'archived', archivedReason: 'replaced' }, talk),
  'confirm-new-chat': {
    ...knowing({ ...open, screen: { name: 'messages' } }, [current, ...older]),
    notice: { kind: 'confirm_new_chat', replacesConversationId: id(10) },
  },
  offline: showing(active, talk, {
    connection: { name: 'offline' },
    outbox: [entry(1, { body: 'Are you there?', status: 'queued' })],
  }),
  reconnecting: showing(active, talk, {
    connection: { name: 'waiting', attempt: 3, retryAtMs: 0 },
    notice: { kind: 'sync_failed' },
  }),
  slow: showing(active, talk, {
    connection: { name: 'polling' },
    notice: { kind: 'rate_limited', untilMs: 0 },
  }),
  'boot-failed': {
    ...open,
    config: null,
    phase: { name: 'failed', code: 'offline', retryAtMs: null },
    focus: inactive,
  },
  loading: { ...open, config: null, phase: { name: 'booting' } },
  'rtl-long': showing({ ...active, readSeq: 4 }, [
    [null, 'مرحبا، هل تشحنون إلى دبي؟ رقم الطلب 4471.', 30],
    ['ليلى', 'نعم! يمكنك متابعة الشحنة هنا: https://olivo.example/track/4471 في أي وقت.', 20],
    [null, `https://olivo.example/${'averyveryverylongpathwithoutanybreak'.repeat(3)}`, 10],
    ['Maximiliana von Hohenzollern-Sigmaringen the Third', null, 3],
    [
      'Maximiliana von Hohenzollern-Sigmaringen the Third',
      'I removed a card number above. Please never send one here. Write to mailto:pay@olivo.example instead.',
      2,
    ],
  ]),
  'spanish-home': {
    ...knowing(open, [{ ...waiting, unreadCount: 1 }, ...older]),
    locale: 'es',
    config: spanish,
  },
  'spanish-thread': {
    ...showing(solved, talk.slice(4)),
    locale: 'es',
    config: { ...spanish, position: 'left' },
  },
};
