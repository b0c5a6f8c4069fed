import { isInput } from '@hilo/shared/reconstruct/replay/inputs.ts';
import type { TraceEvent, TraceEventOf } from '@hilo/shared/trace/events.ts';
import { type Environment, replaceEnvironment } from './environment.ts';
import { createFollow, type Follow } from './follow.ts';
import { listenToWidget, type Witnessed } from './hook.ts';
import type { ReplayOutcome, ReplayRequest } from './outcome.ts';
import { settle } from './turns.ts';

/** What of the widget's module a page uses; its loader does the same. */
interface WidgetModule {
  attach(base: string, queue: unknown[]): void;
  /** Fetches what would come when it is needed: here nothing waits for it. */
  prepare(): Promise<unknown>;
}

type Hilo = (...args: unknown[]) => void;

/**
 * Drives the widget through one recorded load. The recording itself is the script: what came from outside is brought
 * about when the widget has recorded everything before it again, and what the widget made of it has to follow. Ends at
 * the first event that does not, or with the last.
 */
export async function drive(request: ReplayRequest): Promise<ReplayOutcome> {
  const follow = createFollow(request.events, request.endWallMs);
  const environment = replaceEnvironment(follow, request);
  const witnessed = listenToWidget((event) => {
    follow.count++;
    environment.told(event);
  });
  const hilo = await loadWidget(request);
  const stuck = await walk(follow, environment, witnessed, hilo);
  // Turns of what should not happen any more.
  await settle();
  if (!stuck && request.endWallMs !== null) environment.timers.ringDue(follow.nowMs());
  await settle();
  const events = witnessed.events();
  // The widget itself tells what is on its screen, and what it keeps, of which some may be in its own memory alone.
  const seen = request.endWallMs === null || stuck ? undefined : await witnessed.look();
  return { events, stuck, storage: seen?.storage ?? [], screen: seen?.screen ?? null };
}

async function loadWidget({ widgetUrl, base }: ReplayRequest): Promise<Hilo> {
  const widget = (await import(/* @vite-ignore */ widgetUrl)) as WidgetModule;
  await widget.prepare();
  const queue: unknown[] = [];
  widget.attach(base, queue);
  const ignore = () => {};
  return (...args) => void queue.push([args, ignore, ignore]);
}

/** Returns where it could not go on; null at the end, or where the widget has left the recording. */
async function walk(
  follow: Follow,
  environment: Environment,
  witnessed: Witnessed,
  hilo: Hilo,
): Promise<ReplayOutcome['stuck']> {
  for (;;) {
    await settle();
    if (witnessed.hasLeft(follow.recorded)) return null;
    const event = follow.next();
    if (!event) return null;
    const seq = follow.count + 1;
    if (!isInput(event)) {
      // A chance value while a lock is waited for: it was taken without.
      if (event.kind === 'random' && environment.locks.refuse()) continue;
      return { seq, why: 'it did not happen again' };
    }
    follow.reached = seq;
    environment.timers.ringDue(event.t);
    await settle();
    if (follow.count + 1 !== seq) continue;
    const why = bringAbout(event, follow, environment, hilo);
    if (why !== null) return { seq, why };
    // It is when somebody looks that the widget finds its storage changed.
    if (event.kind === 'storage' && event.cause === 'observed') await witnessed.look();
    await settle();
    if (follow.count + 1 === seq) return { seq, why: 'nothing came of it' };
  }
}

/** Returns why it cannot; null where it is done. */
function bringAbout(event: TraceEvent, follow: Follow, to: Environment, hilo: Hilo): string | null {
  const unless = (done: boolean, why: string) => (done ? null : why);
  switch (event.kind) {
    case 'load':
      return boot(follow, hilo);
    case 'api':
      hilo(event.method, ...argsOf(event));
      return null;
    case 'action':
      return to.act(event.action as { type: string });
    case 'response':
      return unless(to.network.answer(event), 'no request waits for this answer');
    case 'request_failed':
      return unless(to.network.fail(event), 'there is no such request to fail');
    case 'socket':
      return unless(to.sockets.happen(event), 'there is no such socket');
    case 'frame':
      return unless(to.sockets.hear(event), 'there is no such socket');
    case 'storage':
      if (event.cause === 'observed') to.storage.change();
      else to.storage.hear(event);
      return null;
    case 'page':
      return unless(to.page.happen(event), 'the page does not do that by itself');
    case 'timer':
      return unless(to.timers.ring(event.name), `the timer ${event.name} is not set`);
    case 'lock':
      return unless(to.locks.grant(), 'nobody waits for the lock');
    default:
      return 'nothing from outside';
  }
}

/** The load begins where the page boots the widget. What the script tag or the page said, the trace says. */
function boot({ recorded }: Follow, hilo: Hilo): string | null {
  const [load] = recorded;
  const call = recorded.find(isBoot);
  const widgetId = recorded.find((event) => event.fields.widgetId !== null)?.fields.widgetId;
  if (load?.kind !== 'load' || !call || !widgetId) return 'the page does not boot the widget';
  const consent = load.persistent ? {} : { consent: 'required' };
  hilo('boot', { ...consent, ...(argsOf(call)[0] as object | undefined), widgetId });
  return null;
}

function isBoot(event: TraceEvent): event is TraceEventOf<'api'> {
  return event.kind === 'api' && event.method === 'boot';
}

function argsOf({ method, args }: TraceEventOf<'api'>): unknown[] {
  const given = Array.isArray(args) ? args : args === null || args === undefined ? [] : [args];
  // Without a word of what is wanted it would open a dialog, and a blob leaves that word out.
  return method === 'debug' && given.length === 0 ? [null] : given;
}
