import type { TraceEvent, TraceEventKind, Witness } from '@hilo/shared/trace/events.ts';
import { isDetail, peekDescription } from './describe.ts';
import { someTextOf } from './strings-in.ts';

/** What is listed of a load's events. */
export interface SieveOptions {
  /** Plain text, or `/regular expression/i`. Empty lets everything through. */
  text: string;
  hiddenKinds: readonly TraceEventKind[];
  hiddenWitnesses: readonly Witness[];
  range: readonly [number, number] | null;
  withDetail: boolean;
  /** Proof of a broken promise: listed although it is a mere detail. */
  isProof?: (event: TraceEvent) => boolean;
}

export interface Sieve {
  keeps(event: TraceEvent): boolean;
  /** Why the text is not used, for people; null where it is. */
  sentence: string | null;
}

type Test = (text: string) => boolean;
/** A text longer than this is looked at up to here: a pattern can be slow. */
const textCharsMax = 20_000;

/** Decides which events are listed. A regular expression that is none says so and lets everything through. */
export function createSieve(options: SieveOptions): Sieve {
  const { test, sentence } = readText(options.text);
  const kinds = new Set(options.hiddenKinds);
  const witnesses = new Set(options.hiddenWitnesses);
  const { range, withDetail, isProof } = options;
  return {
    sentence,
    keeps(event) {
      if (kinds.has(event.kind)) return false;
      // Of a fault only the wire tells: whoever hides what it repeats still wants to know what was broken on purpose.
      if (witnesses.has(event.witness) && event.kind !== 'fault') return false;
      if (range && (event.t < range[0] || event.t > range[1])) return false;
      // A search looks everywhere: who names a timer wants to see it.
      if (!test) return withDetail || !isDetail(event) || isProof?.(event) === true;
      return test(peekDescription(event).text) || test(event.kind) || someTextOf(event, test);
    },
  };
}

function readText(text: string): { test: Test | null; sentence: string | null } {
  if (text.trim() === '') return { test: null, sentence: null };
  const match = /^\/(.+)\/([a-z]*)$/s.exec(text.trim());
  if (!match) {
    const wanted = text.toLowerCase();
    return { test: (one) => one.toLowerCase().includes(wanted), sentence: null };
  }
  try {
    // Without `g` and `y` it keeps no place between two texts.
    const expression = new RegExp(match[1] ?? '', (match[2] ?? '').replaceAll(/[gy]/g, ''));
    return { test: (one) => expression.test(one.slice(0, textCharsMax)), sentence: null };
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : '';
    return { test: null, sentence: `Not a regular expression: ${why}` };
  }
}
