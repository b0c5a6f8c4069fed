import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { useEffect, useMemo, useReducer, useRef } from 'react';
import { idOf } from '../../model/find-event.ts';
import { IdIndex } from '../../model/ids.ts';
import type { Load } from '../../model/session.ts';
import { createSieve } from '../../model/sieve.ts';
import { Sifting } from '../../model/sift.ts';
import type { Filter } from '../../store/ui-state.ts';
import type { Marks } from './marks.ts';

/** Work of one frame: the rest of it belongs to drawing. */
const sliceMs = 4;
/** Of a load that was not looked at before: nobody scrolls in it yet, and whoever opened a file waits for all of it. */
const firstSliceMs = 40;
/** What was found is drawn so often: to draw it takes longer than to find it. */
const drawEveryMs = 120;

export interface Sifted {
  /** In order; grows in place while `isDone` is false. */
  rows: readonly TraceEvent[];
  isDone: boolean;
  /** Part of the events that was looked at, 0 to 1. */
  part: number;
  /** Why the text filter is not used; null where it is. */
  sentence: string | null;
}

interface Job {
  sifting: Sifting;
  index: { sifting: Sifting; ids: IdIndex; id: string } | null;
  sentence: string | null;
  /** It goes on frame by frame, whether it is drawn or not. */
  isUnderWay: boolean;
}

const indexes = new WeakMap<readonly TraceEvent[], { sifting: Sifting; ids: IdIndex }>();

/** The events of a load that the filter lets through: at once for a short load, frame by frame for a long one. */
export function useSifted(load: Load, filter: Filter, marks: Marks): Sifted {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const { events } = load;
  const job = useMemo(() => createJob(events, filter, marks.broken), [events, filter, marks.broken]);
  const isDone = useRef(false);

  // The first slice is taken before drawing, so that a short list never flickers.
  const seenBefore = useRef<readonly TraceEvent[]>(null);
  if (!job.isUnderWay)
    isDone.current = !advance(job, events, seenBefore.current === events ? sliceMs : firstSliceMs);
  seenBefore.current = events;

  useEffect(() => {
    if (isDone.current) return;
    const drawAtMs = performance.now() + drawEveryMs;
    const go = () => {
      isDone.current = !advance(job, events, sliceMs);
      if (isDone.current || performance.now() >= drawAtMs) redraw();
      else frame = requestAnimationFrame(go);
    };
    let frame = requestAnimationFrame(go);
    return () => cancelAnimationFrame(frame);
  });

  const seen = job.sifting.seen;
  return {
    rows: job.sifting.kept,
    isDone: isDone.current,
    part: events.length === 0 ? 1 : seen / events.length,
    sentence: job.sentence,
  };
}

function createJob(events: readonly TraceEvent[], filter: Filter, broken: Marks['broken']): Job {
  const isProof = (event: TraceEvent) => broken.size > 0 && broken.has(idOf(event));
  const sieve = createSieve({ ...filter, isProof });
  const { sentence } = sieve;
  const isUnderWay = false;
  if (filter.id === null) return { sifting: new Sifting(sieve), index: null, sentence, isUnderWay };
  // Who asks for the life of an id wants all of it: the details too.
  const open = createSieve({ ...filter, withDetail: true });
  const index = indexes.get(events) ?? createIndex();
  indexes.set(events, index);
  return { sifting: new Sifting(open), index: { ...index, id: filter.id }, sentence, isUnderWay };
}

function createIndex(): { sifting: Sifting; ids: IdIndex } {
  const ids = new IdIndex();
  const keeps = (event: TraceEvent) => {
    ids.add(event);
    return false;
  };
  return { sifting: new Sifting({ keeps }), ids };
}

/** Whether there is more to do. */
function advance(job: Job, events: readonly TraceEvent[], forMs: number): boolean {
  job.isUnderWay = step(job, events, forMs);
  return job.isUnderWay;
}

function step({ sifting, index }: Job, events: readonly TraceEvent[], forMs: number): boolean {
  const until = performance.now() + forMs;
  const isTimeUp = () => performance.now() >= until;
  if (!index) return sifting.step(events, isTimeUp);
  if (index.sifting.step(events, isTimeUp)) return true;
  const found = [...new Set(index.ids.eventsOf(index.id))].sort((a, b) => a.t - b.t);
  return sifting.step(found, isTimeUp);
}
