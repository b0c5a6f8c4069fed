import { unreadTotal } from '@hilo/shared/view/selectors.ts';
import { called } from './api.ts';
import { boot, booted, bootRule } from './boot.ts';
import { cacheRule, heardCache } from './cache.ts';
import { connectionRule, socketClosed, socketFrame, socketOpened } from './connection.ts';
import type { Effect, PublicEvents } from './effects.ts';
import type { Answered, Event, Happened } from './events.ts';
import {
  heardDevice,
  identified,
  identityRule,
  locked,
  loggedOut,
  reread,
  tokenRefused,
} from './identity.ts';
import { holdRule } from './incoming.ts';
import type { Model } from './model.ts';
import { actions } from './navigation.ts';
import { heardOutbox, pump, sent, unboundRule } from './outbox.ts';
import { prechatAnswered, prechatRule } from './prechat.ts';
import { attentionRule, marked, readRule } from './reading.ts';
import { started, startRule } from './start.ts';
import { alarm, emit, type Step, set } from './step.ts';
import { surveyAnswered, surveyRule } from './survey.ts';
import { synced, syncRule } from './sync.ts';
import { earlierFetched, moreFetched, threadFetched, threadRule } from './threads.ts';
import { reportTransition, stateOf } from './transitions.ts';
import { typingRule } from './typing.ts';
import { network, resumed, visibility } from './wake.ts';

type Handlers<Union extends { type: string }> = {
  [Type in Union['type']]: (s: Step, event: Extract<Union, { type: Type }>) => void;
};

const handlers: Handlers<Event> = {
  ...actions,
  boot,
  reread,
  persistence: (s, { persistent }) => set(s, { persistent }),
  called,
  answered,
  socket_opened: (s, { id }) => socketOpened(s, id),
  socket_frame: (s, { id, frame }) => socketFrame(s, id, frame),
  socket_closed: (s, { id, code }) => socketClosed(s, id, code),
  stored: heard,
  locked,
  visibility,
  resumed,
  network,
  active: (s) => set(s, { activeAtMs: s.stamp.at }),
  timer: (s, { name }) => {
    const { [name]: _rung, ...alarms } = s.m.alarms;
    set(s, { alarms });
  },
};

/** An answer to a question of an earlier identity is nobody's (E12). */
function answered(s: Step, event: Answered): void {
  if (event.epoch !== s.m.epoch) return;
  const { outcome } = event;
  const refused = !outcome.ok && outcome.failure.code.startsWith('token_') && event.lane !== 'identity';
  if (refused) tokenRefused(s, outcome.failure.code);
  // The question itself was fine: it waits for the token to be settled, then is asked again.
  const again = refused
    ? { ...event, outcome: { ok: false, failure: { ...outcome.failure, retryable: true } } }
    : event;
  (answers[event.route] as (s: Step, event: unknown) => void)(s, again);
}

/** Another tab changed what it shares with this one. */
function heard(s: Step, { key, value }: Event & { type: 'stored' }): void {
  if (key === 'device') heardDevice(s, value);
  else if (key === 'cache') heardCache(s, value);
  else if (key.startsWith('outbox:')) heardOutbox(s, key.slice(7), value);
}

const answers: {
  [Route in Answered['route']]: (s: Step, event: Extract<Answered, { route: Route }>) => void;
} = {
  bootstrap: booted,
  startSession: started,
  resolveSession: () => {},
  listConversations: moreFetched,
  getConversation: threadFetched,
  listMessages: earlierFetched,
  sendMessage: sent,
  markRead: marked,
  prechat: prechatAnswered,
  identify: identified,
  logout: loggedOut,
  answerSurvey: surveyAnswered,
  sync: synced,
};

/** What every event may have made possible, in the order of dependence. Each rule does nothing where nothing is to do. */
const rules: readonly ((s: Step) => void)[] = [
  holdRule,
  bootRule,
  attentionRule,
  identityRule,
  prechatRule,
  unboundRule,
  startRule,
  identityRule,
  threadRule,
  readRule,
  surveyRule,
  pump,
  typingRule,
  connectionRule,
  syncRule,
  bootRule,
  waitingRule,
];

/**
 * The whole behaviour of the widget: what happened → what is, and what to do. Pure: time and chance come with the
 * event. After the event's own handler every rule looks at the result, so no event can leave the widget without a
 * next step.
 */
export function reduce(m: Model, event: Happened): { state: Model; effects: Effect[] } {
  if (m.phase.name === 'shut_down') return { state: m, effects: [] };
  const s: Step = { m, stamp: event.stamp, effects: [], cause: null };
  if (event.type in actions) set(s, { activeAtMs: s.stamp.at, touched: true });
  const handle = handlers[event.type] as (s: Step, event: Event) => void;
  handle(s, event);
  if (s.m.phase.name !== 'shut_down') {
    for (const rule of rules) rule(s);
    cacheRule(s, m);
  }
  reportTransition(s, stateOf(m));
  tellPage(s, m);
  return { state: s.m, effects: s.effects };
}

/** One timer for everything that waits for its next try, and for the end of the server's patience. */
function waitingRule(s: Step): void {
  const times = Object.values(s.m.lanes).flatMap((lane) => (lane.busy ? [] : lane.retryAtMs));
  const next = times.filter((at) => at > s.stamp.at);
  alarm(s, 'lanes', next.length ? Math.min(...next) : null);
  const { notice } = s.m;
  const untilMs = notice?.kind === 'rate_limited' ? notice.untilMs : null;
  if (untilMs !== null && s.stamp.at >= untilMs) set(s, { notice: null });
  alarm(s, 'notice', untilMs !== null && s.m.notice ? untilMs : null);
  alarm(s, 'hold', s.m.heldUntilMs);
}

function tellPage(s: Step, before: Model): void {
  const tell = <Name extends keyof PublicEvents>(
    name: Name,
    was: PublicEvents[Name],
    is: PublicEvents[Name],
  ) => {
    if (JSON.stringify(was) === JSON.stringify(is)) return;
    emit(s, { type: 'tell', event: { name, value: is } } as Effect);
  };
  tell('unread', unreadTotal(before.view), unreadTotal(s.m.view));
  tell('state', stateOf(before).name, stateOf(s.m).name);
  tell('identity', identityOf(before), identityOf(s.m));
}

function identityOf({ view: { contactId, contact } }: Model): PublicEvents['identity'] {
  return { contactId, verified: contact?.verified ?? false, userId: contact?.userId ?? null };
}
