import type { Happening } from '../commands/contract.ts';
import type { Bus } from '../realtime/bus.ts';

/** Tells everybody who listens what an operation changed. Called after its commit. */
export function publishHappenings(bus: Bus, traceparent: string, happenings: readonly Happening[]): void {
  if (happenings.length > 0) bus.publish(happenings.map((what) => ({ traceparent, what })));
}
