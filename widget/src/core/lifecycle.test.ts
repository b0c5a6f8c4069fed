import { type LifecycleEvent, transitions, type WidgetStateName } from '@hilo/shared/lifecycle/lifecycle.ts';
import type { Conversation, WidgetConfig } from '@hilo/shared/protocol/shapes.ts';
import { aContact, aConversation, aMessage, idOf } from '@hilo/shared/testing/rows.ts';
import { describe, expect, it } from 'vitest';
import { Driver, knownDevice } from './testing/driver.ts';
import { stateOf } from './transitions.ts';

type Cell = [from: WidgetStateName, event: LifecycleEvent, to: WidgetStateName];

const cells: Cell[] = transitions.flatMap(({ from, event, to }) =>
  to.map((name): Cell => [from, event, name]),
);
const asksName: Partial<WidgetConfig> = { prechat: [{ name: 'name', required: true }] };
const conversationId = idOf(1);
const due = { cycle: 1, state: 'due', rating: null } as const;

function rowIn(state: WidgetStateName, n = 1): Conversation {
  const status = state === 'survey' ? 'solved' : (state as 'waiting');
  const last = aMessage(idOf(n), 1);
  const lastMessage = {
    messageId: last.messageId,
    seq: 1,
    authorKind: 'visitor',
    preview: '',
    createdAt: 0,
  } as const;
  return aConversation(n, { status, survey: state === 'survey' ? due : null, lastSeq: 1, lastMessage });
}

/** A widget in this state. Where the event asks for the prechat form, the contact has no name yet. */
function widgetIn(from: WidgetStateName, [, event, to]: Cell): Driver {
  const driver = new Driver();
  const policy = event === 'new_chat' ? 'multiple' : 'single';
  const config = from === 'prechat' || to === 'prechat' ? { ...asksName, policy } : { policy };
  const isOutside = from === 'idle' || from === 'prechat';
  const target = event === 'open_appeared' || event === 'solved_opened' ? [rowIn(to)] : [];
  const known = from === 'prechat' ? [] : isOutside ? target : [rowIn(from)];
  driver.start({ conversations: known }, config as Partial<WidgetConfig>);
  driver.send({ type: 'launcher_clicked' });
  driver.connect();
  if (from === 'prechat') driver.send({ type: 'start_clicked' });
  else if (!isOutside) driver.send({ type: 'conversation_chosen', conversationId });
  return driver;
}

function answerStart(driver: Driver, row: Conversation): void {
  driver.answer('startSession', {
    conversationId: row.conversationId,
    sessionId: idOf(0x5e),
    created: true,
    changes: driver.changes(row),
  });
}

const causes: Record<LifecycleEvent, (driver: Driver, cell: Cell) => void> = {
  prechat_needed: (driver) => driver.send({ type: 'start_clicked' }),
  started(driver, [from, , to]) {
    if (from === 'idle') driver.send({ type: 'start_clicked' });
    else {
      driver.send({ type: 'prechat_changed', field: 'name', text: 'Ana' });
      driver.send({ type: 'prechat_submitted' });
      driver.answer('prechat', { missing: [], changes: driver.changes(aContact(1, { name: 'Ana' })) });
    }
    answerStart(driver, rowIn(to));
  },
  open_appeared(driver, [from, , to]) {
    if (from === 'prechat') driver.event(rowIn(to));
    else driver.send({ type: 'conversation_chosen', conversationId });
  },
  prechat_dismissed: (driver) => driver.send({ type: 'prechat_dismissed' }),
  agent_engaged: (driver) => driver.event(rowIn('active')),
  conversation_solved: (driver) => driver.event(rowIn('solved')),
  survey_due: (driver) => driver.event(rowIn('survey')),
  survey_closed(driver) {
    driver.send({ type: 'survey_dismissed' });
    const answered = { ...rowIn('solved'), survey: { ...due, state: 'dismissed' as const } };
    driver.answer('answerSurvey', { changes: driver.changes(answered) });
  },
  visitor_wrote(driver) {
    driver.send({ type: 'draft_changed', text: 'One more thing' });
    driver.send({ type: 'send_clicked' });
    const message = aMessage(conversationId, 2);
    const changes = driver.changes({ ...rowIn('waiting'), lastSeq: 2 }, message);
    driver.answer('sendMessage', { message, duplicate: false, changes });
  },
  agent_reopened: (driver) => driver.event(rowIn('active')),
  left: (driver) => driver.send({ type: 'back_clicked' }),
  solved_opened: (driver) => driver.send({ type: 'conversation_chosen', conversationId }),
  new_chat(driver, [, , to]) {
    driver.send({ type: 'new_chat_clicked' });
    if (to === 'waiting') answerStart(driver, rowIn('waiting', 2));
  },
  archived(driver, [, , to]) {
    const archived = { ...rowIn('waiting'), status: 'archived' as const };
    driver.event(archived, ...(to === 'idle' ? [] : [rowIn(to, 2)]));
  },
  logged_out(driver) {
    driver.send({ type: 'called', call: 9, api: { name: 'logout' } });
    driver.lock(knownDevice);
    driver.answer('logout', { loggedOut: true });
  },
};

describe('the state machine, through the reducer', () => {
  it.each(cells)('%s, %s → %s', (...cell) => {
    const [from, event, to] = cell;
    const driver = widgetIn(from, cell);
    expect(stateOf(driver.model).name).toBe(from);
    driver.moves.length = 0;
    causes[event](driver, cell);
    const told = driver.moves.map((t) => [t.from.name, t.event, t.to.name]);
    const nothingChanges = from === to && event === 'logged_out';
    expect(told).toEqual(nothingChanges ? [] : [cell]);
    expect(stateOf(driver.model).name).toBe(to);
  });

  it('tells the end of a chain where a sync jumps over states', () => {
    const driver = widgetIn('waiting', ['waiting', 'left', 'idle']);
    driver.event(rowIn('survey'));
    expect(driver.moves.at(-1)).toMatchObject({
      from: { name: 'waiting' },
      to: { name: 'survey' },
    });
  });

  it('goes through idle from one conversation to another', () => {
    const driver = new Driver();
    driver.start({ conversations: [rowIn('solved'), rowIn('waiting', 2)] });
    driver.send({ type: 'conversation_chosen', conversationId });
    driver.send({ type: 'conversation_chosen', conversationId: idOf(2) });
    const told = driver.moves.map((t) => `${t.from.name} ${t.event} ${t.to.name}`);
    expect(told).toEqual(['idle solved_opened solved', 'solved left idle', 'idle open_appeared waiting']);
  });
});
