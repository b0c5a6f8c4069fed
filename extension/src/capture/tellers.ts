import { looksOwn } from './address.ts';
import { captureLimits } from './limits.ts';
import type { Load, Loads, Told } from './loads.ts';

/** Whose exchange it is: known at once, or as soon as its widget has come. */
export interface Owner {
  load: Load;
  /** Path and query on the widget's own backend. */
  path: string;
  /** Numbers sockets, or requests, of the load. */
  id: number;
}

/** Tells of one socket or request. */
export interface Teller {
  /** Undefined while its widget has not come. */
  owner(): Owner | undefined;
  /** See `Loads.tell`. */
  tell(describe: (owner: Owner) => Told, chars?: number): void;
}

export interface Tellers {
  /** Undefined for everything that is not of a widget's own backend: nobody looks at that. */
  open(href: string, traceId: string | null, counter: 'sockets' | 'exchanges'): Teller | undefined;
  /** Whether `open` would look at it. */
  isOwn(href: string): boolean;
  /** A widget has come: what waits for it is told. */
  adopt(): void;
}

type Waiting = Parameters<Teller['tell']>;

export function createTellers(loads: Loads): Tellers {
  let waiting: (() => boolean)[] = [];

  function open(href: string, traceId: string | null, counter: 'sockets' | 'exchanges'): Teller | undefined {
    let owner: Owner | undefined;
    let early: Waiting[] = [];
    const find = () => {
      const found = loads.locate(href, traceId);
      if (found) owner = { ...found, id: ++found.load[counter] };
      return !!found;
    };
    const tell: Teller['tell'] = (describe, chars) => {
      const of = owner;
      if (of) loads.tell(of.load, () => describe(of), chars);
      else if (early.length < captureLimits.waitingEventsMax) early[early.length] = [describe, chars];
    };
    if (!find()) {
      if (loads.all.length > 0 || waiting.length === captureLimits.waitingMax || !looksOwn(href)) return;
      waiting[waiting.length] = () => {
        if (!find()) return false;
        for (const args of early) tell(...args);
        early = [];
        return true;
      };
    }
    return { owner: () => owner, tell };
  }

  return {
    open,
    isOwn: (href) => (loads.all.length === 0 ? looksOwn(href) : loads.locate(href, null) !== undefined),
    adopt() {
      const found = waiting;
      waiting = [];
      for (const find of found) find();
    },
  };
}
