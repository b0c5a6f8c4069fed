import { addLater } from '../core/reduce.ts';

/** The rest of the widget, beside this file; the build fills it in. */
declare const __MORE_FILE__: string;

export type More = typeof import('./more.ts').more;

const retryMs = 5_000;
let loading: Promise<More> | null = null;
let tries = 0;
let here: More | undefined;
let arrive: (more: More) => void;

/** Resolves when it is here, however many tries that takes: once it was asked for, they go on by themselves. */
export const moreArrived = new Promise<More>((resolve) => {
  arrive = resolve;
});

/** What was fetched. */
export function findMore(): More | undefined {
  return here;
}

/** Fetches what a plain chat does without, once. Rejects where it cannot be had; asked again it is tried again. */
export function loadMore(): Promise<More> {
  loading ??= fetchMore();
  return loading;
}

async function fetchMore(): Promise<More> {
  try {
    // A failed import is remembered by its address, so each try has its own.
    const { more } = await import(/* @vite-ignore */ __MORE_FILE__ + (tries ? `?${tries}` : ''));
    addLater(more.core);
    here = more as More;
    arrive(here);
    return here;
  } catch (error) {
    loading = null;
    tries += 1;
    setTimeout(() => loadMore().catch(() => {}), retryMs);
    throw error;
  }
}
