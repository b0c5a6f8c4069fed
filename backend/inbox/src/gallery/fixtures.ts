import type { ContactPanel, InboxConversation } from '@hilo/shared/protocol/inbox-shapes.ts';
import { foldPage, foldThread } from '../model/fold.ts';
import { addPending, movePending } from '../model/outbox.ts';
import { goTo } from '../model/place.ts';
import { type Failure, type InboxState, initialState } from '../model/state.ts';
import {
  agentRefOf,
  baseTime,
  hourMs,
  idOf,
  leo,
  makeConversation,
  makeHistory,
  makeMessage,
  makeNote,
  marta,
  minuteMs,
} from '../testing/make.ts';

const signedIn: InboxState = {
  ...initialState,
  session: { name: 'signed_in', token: 'fixture', agent: marta },
  workplace: { companyName: 'Alfar', colleagues: [marta, leo] },
  connection: { name: 'live' },
};

const people: [string | null, string, Partial<InboxConversation>][] = [
  [
    'Ana Torres',
    'The glaze on the blue bowl has a hairline crack. Can I send it back?',
    { unreadCount: 2, agentReadSeq: 0 },
  ],
  [null, 'do you ship to the canary islands?', { unreadCount: 1, agentReadSeq: 0 }],
  ['Jonas Weber', 'Thank you, that works for me!', { assignee: agentRefOf(leo) }],
  ['فاطمة الزهراء', 'هل يمكنني تغيير عنوان التوصيل؟', { unreadCount: 1, agentReadSeq: 0 }],
  ['Priya Natarajan', 'https://alfar.example/orders/A-2207 says delivered but nothing is here', {}],
  [null, 'hola', {}],
  [
    'Maximiliano Fernández de Córdoba y Álvarez de Toledo',
    'Two mugs, one saucer, and whatever fits in the same parcel, please',
    {},
  ],
];

function header(n: number, over: Partial<InboxConversation> = {}): InboxConversation {
  const [name, preview, more] = people[n % people.length] ?? people[0]!;
  const base = makeConversation(n, { ...more, ...over });
  const email = name && n % 2 === 0 ? `${name.split(' ')[0]?.toLowerCase()}@example.com` : null;
  return {
    ...base,
    contact: { ...base.contact, name, email, verified: n % 4 === 2, emailVerified: n % 4 === 2 },
    lastMessage: base.lastMessage && { ...base.lastMessage, preview },
    lastSeq: 9,
  };
}

const waiting = people.map((_, n) =>
  header(n, { waitingSince: baseTime - (people.length - n) * 9 * minuteMs }),
);
const listed = foldPage(
  signedIn,
  'waiting',
  {
    conversations: waiting,
    hasMore: false,
    counts: { waiting: 7, active: 12, solved: 1000, mine: 3 },
    cursor: '1',
  },
  0,
);

const open = header(0, {
  status: 'active',
  assignee: agentRefOf(marta),
  unreadCount: 1,
  agentReadSeq: 8,
  contactReadSeq: 6,
  waitingSince: baseTime - 3 * minuteMs,
  lastActivityAt: baseTime - 3 * minuteMs,
  revision: 9,
});
const openId = open.conversationId;
const yesterday = baseTime - 20 * hourMs;

const thread = {
  conversation: open,
  hasEarlier: false,
  messages: [
    makeMessage(0, 1, { body: 'Hi! I bought the blue bowl last week.', createdAt: yesterday }),
    makeMessage(0, 2, {
      body: 'The glaze on it has a hairline crack. Can I send it back?',
      createdAt: yesterday + 20_000,
    }),
    makeMessage(0, 3, {
      by: marta,
      body: 'Hello Ana, I am sorry about that. Yes, of course: we send you a new one, and you keep the cracked one for your plants.',
      createdAt: yesterday + 4 * minuteMs,
    }),
    makeMessage(0, 4, {
      by: marta,
      body: 'Could you send me your order number? You find it at https://alfar.example/account/orders.',
      createdAt: yesterday + 5 * minuteMs,
    }),
    makeMessage(0, 5, { body: null, redactedAt: baseTime - hourMs, createdAt: baseTime - 62 * minuteMs }),
    makeMessage(0, 6, {
      body: 'It is A-2207.\nDelivered to ana@example.com, if that helps.',
      createdAt: baseTime - 61 * minuteMs,
    }),
    makeMessage(0, 7, { by: marta, body: 'Thank you!', createdAt: baseTime - 40 * minuteMs }),
    makeMessage(0, 8, {
      by: marta,
      body: 'A new bowl leaves our workshop tomorrow.',
      createdAt: baseTime - 39 * minuteMs,
    }),
    makeMessage(0, 9, {
      body: 'Wonderful. Will it come with the same courier?',
      createdAt: baseTime - 3 * minuteMs,
    }),
  ],
  notes: [makeNote(0, 6, { createdAt: baseTime - 50 * minuteMs, agent: agentRefOf(leo) })],
  history: [
    makeHistory(0, yesterday - 1),
    makeHistory(0, yesterday + 3 * minuteMs, {
      n: 2,
      from: 'waiting',
      to: 'active',
      cause: 'agent_took',
      actor: { kind: 'agent', name: marta.name },
    }),
  ],
};

const panel: ContactPanel = {
  contact: {
    ...open.contact,
    userId: null,
    phone: '+34 600 100 200',
    createdAt: baseTime - 90 * 24 * hourMs,
    lastSeenAt: baseTime - 2 * minuteMs,
  },
  devices: [
    {
      deviceId: idOf('device', 1),
      userAgent:
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
      locale: 'es-ES',
      firstSeenAt: baseTime - 90 * 24 * hourMs,
      lastSeenAt: baseTime - 2 * minuteMs,
    },
    {
      deviceId: idOf('device', 2),
      userAgent:
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
      locale: 'es-ES',
      firstSeenAt: baseTime - 30 * 24 * hourMs,
      lastSeenAt: baseTime - 5 * hourMs,
    },
  ],
  merges: [{ contactId: idOf('contact', 77), mergedAt: baseTime - 30 * 24 * hourMs, name: null }],
  conversations: [open, header(14, { status: 'solved', lastActivityAt: baseTime - 30 * 24 * hourMs })],
  surveys: [
    {
      conversationId: idOf('conversation', 14),
      cycle: 1,
      rating: 4,
      comment: 'Quick and kind. The parcel could use less plastic.',
      dismissed: false,
      answeredAt: baseTime - 30 * 24 * hourMs,
    },
  ],
};

const opened: InboxState = foldThread(
  {
    ...goTo(foldPage(listed, 'active', pageOf([open]), 0), { filter: 'waiting', conversationId: openId }),
    panelOpen: true,
    contacts: { [open.contact.contactId]: panel },
    place: { filter: 'waiting', conversationId: openId, newAfterSeq: 8 },
  },
  thread,
);

function pageOf(conversations: InboxConversation[]) {
  return { conversations, hasMore: false, counts: listed.counts!, cursor: '1' };
}

const offline: Failure = {
  code: 'network',
  sentence: 'Unable to reach Hilo; the connection is down.',
  retryable: true,
  traceId: null,
};
const anotherOpen: Failure = {
  code: 'another_open',
  sentence: 'Unable to reopen this conversation; another one is open.',
  retryable: false,
  traceId: null,
  conversationId: idOf('conversation', 4),
};

function pending(state: InboxState, n: number, kind: 'reply' | 'note', body: string): InboxState {
  return addPending(state, {
    kind,
    body,
    clientId: idOf('pending', n),
    agentId: marta.agentId,
    conversationId: openId,
    writtenAt: baseTime,
  });
}

const sending = pending(opened, 1, 'reply', 'Yes, the same courier, and with more padding this time.');
const waitingForNet = movePending(
  pending(
    movePending(sending, idOf('pending', 1), { name: 'queued', failures: 2, retryAt: 0, reason: offline }),
    2,
    'note',
    'Tell the workshop about the padding.',
  ),
  idOf('pending', 2),
  { name: 'queued', failures: 1, retryAt: 0, reason: offline },
);
const solvedHeader = { ...open, status: 'solved' as const, waitingSince: null, revision: 10 };

function many(count: number): InboxState {
  const conversations = Array.from({ length: count }, (_, n) =>
    header(n, { waitingSince: baseTime - (count - n) * 5_000 }),
  );
  const counts = { waiting: count, active: 12, solved: 1000, mine: 3 };
  return foldPage(signedIn, 'waiting', { conversations, hasMore: false, counts, cursor: '1' }, 0);
}

/** Every state worth looking at, by name. */
export const fixtures: Record<string, () => InboxState> = {
  'sign-in': () => initialState,
  expired: () => ({
    ...opened,
    session: { name: 'expired', agent: marta },
    drafts: { [openId]: { tab: 'reply', reply: 'x', note: '' } },
  }),
  loading: () => ({
    ...signedIn,
    connection: { name: 'connecting' },
    windows: { ...signedIn.windows, waiting: { name: 'loading' } },
  }),
  empty: () =>
    foldPage(
      signedIn,
      'waiting',
      {
        conversations: [],
        hasMore: false,
        counts: { waiting: 0, active: 0, solved: 0, mine: 0 },
        cursor: '1',
      },
      0,
    ),
  failed: () => ({
    ...signedIn,
    windows: { ...signedIn.windows, waiting: { name: 'failed', failure: offline } },
  }),
  list: () => listed,
  thread: () => ({
    ...opened,
    typing: { [openId]: [{ who: 'visitor', name: null, until: baseTime + hourMs }] },
  }),
  note: () => ({
    ...opened,
    drafts: {
      [openId]: { tab: 'note', reply: '', note: 'Courier changed on Monday; check before promising.' },
    },
  }),
  offline: () => ({ ...waitingForNet, connection: { name: 'offline' } }),
  reconnecting: () => ({
    ...opened,
    connection: { name: 'reconnecting', failures: 1, retryAt: baseTime + 4_000 },
  }),
  'sync-failed': () => ({
    ...opened,
    catchUp: { name: 'failed', failure: offline, retryAt: baseTime + 8_000 },
  }),
  failures: () => {
    const refused = movePending(sending, idOf('pending', 1), { name: 'failed', failure: anotherOpen });
    return {
      ...foldThread(refused, { ...thread, conversation: solvedHeader }),
      refusals: { [openId]: anotherOpen },
    };
  },
  sending: () => sending,
  archived: () =>
    foldThread(opened, {
      ...thread,
      conversation: {
        ...open,
        status: 'archived',
        archivedReason: 'replaced',
        waitingSince: null,
        revision: 11,
      },
    }),
  search: () => ({ ...listed, search: { name: 'found', text: 'zebra', ids: [], hasMore: false } }),
  'many-5000': () => many(5_000),
};
