import { eventsOf } from '../../trace/blob-read.ts';
import type { Blob } from '../../trace/blob-schema.ts';
import type { TraceEvent } from '../../trace/events.ts';
import type { StorageEntry } from '../../trace/masking-events.ts';
import { isOwn } from './inputs.ts';

/** One load as a replay drives it. */
export interface LoadScript {
  traceId: string | null;
  role: 'this' | 'previous';
  /** What the widget itself recorded, from its `load` on, without a hole. */
  events: TraceEvent[];
  /** What storage held when the load began. */
  storage: StorageEntry[];
  /** What must be there at its end; null where the blob does not say (a load that another followed). */
  end: { storage: StorageEntry[]; screen: string | null; madeAtMs: number } | null;
  environment: Blob['environment'];
  textIncluded: boolean;
  /** Visitor tokens anywhere in the blob, as it carries them: a cache may be of one that this load never names. */
  tokens: string[];
}

export type ReplayPlan =
  | {
      ok: true;
      scripts: LoadScript[];
      /** Sentences about what cannot be replayed. */
      skipped: string[];
    }
  | { ok: false; sentence: string };

/** What of a blob can be replayed with this build of the widget; or why nothing can. */
export function planReplay(blob: Blob, build: string): ReplayPlan {
  const skipped: string[] = [];
  const scripts: LoadScript[] = [];
  const tokens = [...new Set(JSON.stringify(blob.loads).match(/hilo-secret-\d{4,}-x*A/g))];
  for (const [n, load] of blob.loads.entries()) {
    const events = eventsOf(load).filter(isOwn);
    const why = whyNot(load, events, build);
    if (why !== undefined) {
      skipped.push(`${nameOf(load.role)} is not replayed: ${why}`);
      continue;
    }
    const isLast = n === blob.loads.length - 1;
    scripts.push({
      traceId: load.traceId,
      role: load.role,
      events,
      storage: load.storage ?? [],
      end: isLast ? { storage: blob.storage, screen: blob.screen, madeAtMs: blob.madeAt } : null,
      environment: blob.environment,
      textIncluded: blob.textIncluded,
      tokens,
    });
  }
  if (scripts.length > 0) return { ok: true, scripts, skipped };
  return {
    ok: false,
    sentence: `not comparable: ${skipped.join('; ') || 'there is no load in the blob'}`,
  };
}

function whyNot(
  load: Blob['loads'][number],
  events: readonly TraceEvent[],
  build: string,
): string | undefined {
  const [first] = events;
  if (!load.complete || first?.kind !== 'load') return 'its beginning was cut';
  return first.build === build ? undefined : `it was recorded by build ${first.build}, here is ${build}`;
}

function nameOf(role: LoadScript['role']): string {
  return role === 'this' ? 'the load that was copied' : 'the load before';
}
