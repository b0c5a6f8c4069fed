import type { Verdict, VerdictStatus } from '@hilo/shared/invariants/rule.ts';

/** The worst first: what has to be looked at stands on top. */
export const statusOrder: readonly VerdictStatus[] = [
  'violated',
  'pending',
  'inconclusive',
  'holds',
  'not_exercised',
];

export const statusWords: Readonly<Record<VerdictStatus, { name: string; meaning: string }>> = {
  violated: { name: 'Broken', meaning: 'The trace proves that the promise was not kept.' },
  pending: { name: 'Pending', meaning: 'Something is expected, and there is still time for it.' },
  inconclusive: {
    name: 'Inconclusive',
    meaning: 'Nothing broken was seen, but the trace has a gap: that it held cannot be said.',
  },
  holds: { name: 'Holds', meaning: 'It was put to the test, and kept every time.' },
  not_exercised: { name: 'Not exercised', meaning: 'Nothing in this trace put it to the test.' },
};

export interface VerdictFilter {
  /** Words that must stand in its id, requirement or texts, in any order. */
  text: string;
  /** Empty: all. */
  statuses: ReadonlySet<VerdictStatus>;
}

export interface VerdictGroup {
  status: VerdictStatus;
  verdicts: readonly Verdict[];
}

const severityOrder = ['critical', 'major', 'minor'] as const;

/** Verdicts that pass the filter, grouped by status, the worst first. Groups without any are left out. */
export function groupVerdicts(verdicts: readonly Verdict[], filter: VerdictFilter): VerdictGroup[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = verdicts.filter(
    (verdict) =>
      (filter.statuses.size === 0 || filter.statuses.has(verdict.status)) &&
      words.every((word) => haystack(verdict).includes(word)),
  );
  return statusOrder.flatMap((status) => {
    const own = shown.filter((verdict) => verdict.status === status).sort(byUrgency);
    return own.length > 0 ? [{ status, verdicts: own }] : [];
  });
}

function byUrgency(a: Verdict, b: Verdict): number {
  const due = (a.dueInMs ?? 0) - (b.dueInMs ?? 0);
  return due || severityOrder.indexOf(a.rule.severity) - severityOrder.indexOf(b.rule.severity);
}

function haystack({ rule, violations }: Verdict): string {
  const { id, requirement, severity, promise, meaning, look } = rule;
  const details = violations.map(({ detail }) => detail);
  return [id, requirement, severity, promise, meaning, look, ...details].join(' ').toLowerCase();
}

/** How many verdicts there are of each status, filter or not. */
export function countStatuses(verdicts: readonly Verdict[]): Record<VerdictStatus, number> {
  const counts = { violated: 0, pending: 0, inconclusive: 0, holds: 0, not_exercised: 0 };
  for (const { status } of verdicts) counts[status] += 1;
  return counts;
}

/** All of it in one sentence, for people and screen readers. */
export function summaryOf(verdicts: readonly Verdict[]): string {
  const { violated, pending, inconclusive, holds } = countStatuses(verdicts);
  if (violated > 0)
    return `${violated} of ${verdicts.length} promises ${violated === 1 ? 'is' : 'are'} broken.`;
  if (pending > 0)
    return `Nothing is broken; ${pending} ${pending === 1 ? 'promise still has' : 'promises still have'} time.`;
  if (inconclusive > 0) return 'Nothing broken was seen, but the trace has a gap.';
  if (holds > 0) return `Every promise that was put to the test held: ${holds} of ${verdicts.length}.`;
  return 'No promise was put to the test yet.';
}

/** `0.4 s`, `12 s`: what is left until a deadline, never below zero. */
export function countdown(dueInMs: number): string {
  const seconds = Math.max(0, dueInMs) / 1_000;
  return seconds < 10 ? `${(Math.floor(seconds * 10) / 10).toFixed(1)} s` : `${Math.ceil(seconds)} s`;
}
