import type { Blob, BlobLoad } from '@hilo/shared/trace/blob-schema.ts';
import { checksumInSteps } from '@hilo/shared/trace/checksum.ts';

/**
 * The widget's own blob with what the panel knows besides: other loads, and the faults of this one. `beside` is a blob
 * of the panel's with the same traces; what both have of a load is the widget's, but for an earlier load, of which the
 * widget keeps only the tail. Sealed anew, a little at a time.
 */
export function* joinBlobs(own: Blob, beside: Blob): Generator<undefined, Blob> {
  const { checksum: _sealed, ...rest } = own;
  const ids = new Set(beside.loads.map((load) => load.traceId));
  const tails = own.loads.filter((load) => load.role === 'previous' && !ids.has(load.traceId));
  const earlier = beside.loads.filter((load) => load.traceId !== own.traceId);
  const main = own.loads.filter((load) => load.role === 'this');
  const content = {
    ...rest,
    madeBy: 'panel' as const,
    loads: [...tails, ...earlier.map(asEarlier), ...main.map((load) => withFaults(load, beside))],
    masked: sumMasked([...own.masked, ...beside.masked]),
  };
  return { ...content, checksum: yield* checksumInSteps(content) };
}

function asEarlier(load: BlobLoad): BlobLoad {
  return { ...load, role: 'previous' };
}

/** The faults stand at the end, as everything that another witness adds. */
function withFaults(load: BlobLoad, beside: Blob): BlobLoad {
  const known = beside.loads.find((one) => one.traceId === load.traceId);
  const faults = known?.events.filter((event) => event.kind === 'fault' && event.witness === 'wire') ?? [];
  if (!known || faults.length === 0) return load;
  const offset = load.fieldSets.length;
  return {
    ...load,
    fieldSets: [...load.fieldSets, ...known.fieldSets],
    events: [...load.events, ...faults.map((event) => ({ ...event, fields: event.fields + offset }))],
  };
}

function sumMasked(masked: Blob['masked']): Blob['masked'] {
  const counts = new Map<string, number>();
  for (const { what, count } of masked) counts.set(what, (counts.get(what) ?? 0) + count);
  return [...counts].map(([what, count]) => ({ what, count }));
}
