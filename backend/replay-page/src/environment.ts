import type { TraceEvent, TraceEventOf } from '@hilo/shared/trace/events.ts';
import { act } from './act.ts';
import { replaceChance } from './chance.ts';
import { replaceClock } from './clock.ts';
import type { Follow } from './follow.ts';
import { createGone } from './gone.ts';
import { type ReplayLocks, replaceLocks } from './locks.ts';
import { type ReplayNetwork, replaceFetch } from './network.ts';
import type { ReplayRequest } from './outcome.ts';
import { type ReplayPage, replacePage } from './page-state.ts';
import { type ReplaySockets, replaceSockets } from './sockets.ts';
import { type ReplayStorage, replaceStorage } from './storage.ts';
import { type ReplayTimers, replaceTimers } from './timers.ts';

/** Everything that can tell the widget something, in the hands of the replay. */
export interface Environment {
  readonly timers: ReplayTimers;
  readonly network: ReplayNetwork;
  readonly sockets: ReplaySockets;
  readonly storage: ReplayStorage;
  readonly locks: ReplayLocks;
  readonly page: ReplayPage;
  act(action: { type: string }): string | null;
  /** The widget has recorded an event again. */
  told(event: TraceEvent): void;
}

/** Replaces clock, chance, network, storage, locks and what the page says of itself, before the widget is loaded. */
export function replaceEnvironment(
  follow: Follow,
  { storage: before, files, locale }: ReplayRequest,
): Environment {
  replaceClock(follow);
  replaceChance(follow);
  const timers = replaceTimers(follow);
  const network = replaceFetch(files);
  const sockets = replaceSockets();
  const storage = replaceStorage(follow, before);
  const locks = replaceLocks(timers);
  const gone = createGone();
  const page = replacePage(follow, follow.recorded[0] as TraceEventOf<'load'>, { timers, gone });
  // The page's own language is not recorded; what came of it is.
  document.documentElement.lang = locale;
  return {
    timers,
    network,
    sockets,
    storage,
    locks,
    page,
    act: (action) => act(action, page, gone),
    told(event) {
      if (event.kind === 'request') network.told(event);
      else if (event.kind === 'socket') sockets.told(event);
      else if (event.kind === 'timer') timers.told(event);
    },
  };
}
