import { catalogue } from '@hilo/shared/invariants/catalogue.ts';
import type { EventId } from '@hilo/shared/invariants/rule.ts';
import type { Hole, Load } from '../../model/session.ts';

/** What is marked at single events of a load. */
export interface Marks {
  /** Promises that an event is evidence against, in words, by the event's name. */
  broken: ReadonlyMap<EventId, readonly string[]>;
  /** Times of those events, in order of being noticed. */
  brokenTimes: readonly number[];
  /** Holes by the name of the first event after each. */
  holes: ReadonlyMap<string, Hole>;
}

const promises = new Map(catalogue.map((rule) => [rule.id, rule.promise]));

export function marksOf(load: Pick<Load, 'violations' | 'holes' | 'traceId'>): Marks {
  const broken = new Map<EventId, string[]>();
  for (const { ruleId, evidence } of load.violations) {
    for (const id of evidence) {
      const words = promises.get(ruleId) ?? ruleId;
      const list = broken.get(id);
      if (!list) broken.set(id, [words]);
      else if (!list.includes(words)) list.push(words);
    }
  }
  const initials = { widget: 'w', server: 's', wire: 'x', browser: 'b' } as const;
  const holes = new Map(
    load.holes.map((hole) => [
      `${load.traceId}/${initials[hole.witness]}${hole.afterSeq + hole.count + 1}`,
      hole,
    ]),
  );
  return { broken, brokenTimes: load.violations.map(({ t }) => t), holes };
}
