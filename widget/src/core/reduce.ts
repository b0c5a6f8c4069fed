import { type LifecycleEvent, nameWidgetState } from '@hilo/shared/lifecycle/lifecycle.ts';
import { unreadTotal } from '@hilo/shared/view/selectors.ts';
import { called } from './api.ts';
import { boot, bootDelayed, booted, bootRule } from './boot.ts';
import { cacheRule } from './cache.ts';
import { connectionRule, saysWhoWeAre, socketClosed, socketFrame, socketOpened } from './connection.ts';
import type { Effect, PublicEvents } from './effects.ts';
import type { Answered, AnswerOf, AskedRoute, Event, Failure, Happened } from './events.ts';
import { identityRule, isMint, minted } from './identity.ts';
import { holdRule } from './incoming.ts';
import type { Model } from './model.ts';
import { type Actions, actions } from './navigation.ts';
import { pump, sendDelayed, sent } from './outbox.ts';
import { attentionRule, marked, readRule } from './reading.ts';
import { startDelayed, started, startRule } from './start.ts';
import { alarm, emit, leaveLane, type Step, set } from './step.ts';
import { syncDelayed, synced, syncRule } from './sync.ts';
import { threadRule } from './threads.ts';
import { typingRule } from './typing.ts';
import { network, resumed, visibility } from './wake.ts';

type Handlers<Union extends { type: string }> = {
  [Type in Union['type']]: (s: Step, event: Extract<Union, { type: Type }>) => void;
};

const handlers: Partial<Handlers<Event>> = {
  ...actions,
  boot,
  called,
  answered,
  socket_opened: (s, { id }) => socketOpened(s, id),
  socket_frame: (s, { id, frame }) => socketFrame(s, id, frame),
  socket_closed: (s, { id }) => socketClosed(s, id),
  locked: minted,
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
  const { route, lane, about, epoch, answer, failure } = event;
  if (epoch !== s.m.epoch) return;
  leaveLane(s, lane, failure);
  if (failure || isRefused(event)) failed(s, event);
  if (!failure) (answers[route] as Done<unknown>)(s, answer, about);
}

/** Refused is what is not tried again by itself, and a token that bootstrap says is good no more. */
function isRefused({ answer, failure }: Answered): boolean {
  if (failure) return !failure.retryable || failure.code === 'rate_limited';
  return (answer as AnswerOf<'bootstrap'> | null)?.token === 'revoked';
}

type Done<Answer> = (s: Step, answer: Answer, about: string) => void;
type Failed = (s: Step, event: Answered) => void;

type Answers = { [Route in AskedRoute]: Done<AnswerOf<Route>> };

const answers: Partial<Answers> = {
  bootstrap: booted,
  startSession: started,
  sendMessage: sent,
  markRead: marked,
  sync: synced,
};

/** What is tried again by itself; what was refused comes later. */
let failed: Failed = (s, { route, about, failure }) => {
  if (route === 'bootstrap') bootDelayed(s, failure as Failure);
  if (route === 'startSession') startDelayed(s, failure as Failure);
  if (route === 'sendMessage') sendDelayed(s, about);
  if (route === 'sync') syncDelayed(s);
};

/**
 * What every event may have made possible, in the order of dependence. Each rule does nothing where nothing is to do;
 * those that are null come later.
 */
const rules = {
  hold: holdRule,
  boot: bootRule,
  attention: attentionRule,
  identity: identityRule,
  prechat: null as Rule | null,
  unbound: null as Rule | null,
  start: startRule,
  identityAgain: identityRule,
  thread: threadRule,
  read: readRule,
  survey: null as Rule | null,
  send: pump,
  takeOver: null as Rule | null,
  typing: typingRule,
  connection: connectionRule,
  sync: syncRule,
  bootAgain: bootRule,
  waiting: waitingRule,
  patience: null as Rule | null,
  holdAlarm: (s: Step) => alarm(s, 'hold', s.m.heldUntilMs),
};

type Rule = (s: Step) => void;

/** The part of the core that a plain chat does without; it is added before any event that needs it. */
export interface Later {
  readonly actions: Partial<Actions>;
  readonly handlers: Partial<Handlers<Event>>;
  readonly answers: Partial<Answers>;
  readonly failed: Failed;
  readonly rules: Partial<Record<keyof typeof rules, Rule>>;
}

export function addLater(later: Later): void {
  Object.assign(actions, later.actions);
  Object.assign(handlers, later.actions, later.handlers);
  Object.assign(answers, later.answers);
  failed = later.failed;
  Object.assign(rules, later.rules);
}

/** Whether `reduce` handles this event only with `addLater`. */
export function isForLater(m: Model, event: Event): boolean {
  if (event.type === 'locked') return !isMint(m, event);
  if (event.type === 'called') return !/^(show|hide|open)$/.test(event.api.name);
  if (event.type === 'boot') {
    const { survey, profile, outbox } = event.stored;
    return !!(event.user || survey || profile || Object.keys(outbox).length);
  }
  // Nothing has been started that it could be written for: no screen offers that.
  if (event.type === 'send_clicked') return !m.starting && m.focus.kind !== 'conversation';
  if (event.type === 'socket_closed') return saysWhoWeAre(event.code);
  if (event.type === 'answered') return !(event.route in answers) || isRefused(event);
  return !(event.type in handlers);
}

export interface Reduced {
  state: Model;
  effects: Effect[];
  /** Why the widget's state changed, where the table does not say it. */
  cause: LifecycleEvent | null;
}

/**
 * The whole behaviour of the widget: what happened → what is, and what to do. Pure: time and chance come with the
 * event. After the event's own handler every rule looks at the result, so no event can leave the widget without a
 * next step.
 */
export function reduce(m: Model, event: Happened): Reduced {
  if (m.phase.name === 'shut_down') return { state: m, effects: [], cause: null };
  const s: Step = { m, stamp: event.stamp, effects: [], cause: null };
  if (event.type in actions) set(s, { activeAtMs: s.stamp.at, touched: true });
  const handle = handlers[event.type] as (s: Step, event: Event) => void;
  handle(s, event);
  if (s.m.phase.name !== 'shut_down') {
    for (const rule of Object.values(rules)) rule?.(s);
    cacheRule(s, m);
  }
  tellPage(s, m);
  return { state: s.m, effects: s.effects, cause: s.cause };
}

/** One timer for everything that waits for its next try. */
function waitingRule(s: Step): void {
  const times = Object.values(s.m.lanes).flatMap((lane) => (lane.isBusy ? [] : lane.retryAtMs));
  const next = times.filter((at) => at > s.stamp.at);
  alarm(s, 'lanes', next.length ? Math.min(...next) : null);
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
  tell('state', stateOf(before), stateOf(s.m));
  tell('identity', identityOf(before), identityOf(s.m));
}

function stateOf({ focus, view }: Model): PublicEvents['state'] {
  return nameWidgetState(focus, view.conversations);
}

function identityOf({ view: { contactId, contact } }: Model): PublicEvents['identity'] {
  return { contactId, verified: contact?.verified ?? false, userId: contact?.userId ?? null };
}
