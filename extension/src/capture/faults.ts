import { type Fault, type FaultKind, faultMsMax } from '../channel/faults.ts';
import { answersHeldMs } from './double-click.ts';
import type { Load, Loads } from './loads.ts';
import { cancel, later, nowMs } from './natives.ts';

/** The faults that are on; each ends by itself and touches the traffic of one load only. */
export interface Faults {
  /** The fault of that kind that is on for the load now. */
  find<Kind extends FaultKind>(
    load: Load | undefined,
    kind: Kind,
  ): Extract<Fault, { kind: Kind }> | undefined;
  /** False where the load is not known. */
  turnOn(fault: Fault): boolean;
  turnOff(faultId: string): void;
}

/** `begin`: does at once what a fault does once. Called after it is told that the fault is on. */
export function createFaults(loads: Loads, begin: (fault: Fault, load: Load) => void): Faults {
  const running = new Map<string, { fault: Fault; load: Load; untilMs: number; timer: number }>();

  function turnOff(faultId: string): void {
    for (const [id, { fault, load, timer }] of running) {
      if (faultId !== 'all' && faultId !== id) continue;
      running.delete(id);
      cancel(timer);
      loads.tell(load, () => ({ kind: 'fault', fault: fault.kind, phase: 'off', detail: { faultId: id } }));
    }
  }

  return {
    find<Kind extends FaultKind>(load: Load | undefined, kind: Kind) {
      if (running.size === 0) return undefined;
      for (const { fault, load: of, untilMs } of running.values()) {
        if (of === load && fault.kind === kind && nowMs() < untilMs) {
          return fault as Extract<Fault, { kind: Kind }>;
        }
      }
      return undefined;
    },
    turnOn(fault) {
      const load = loads.find(fault.traceId);
      if (!load) return false;
      turnOff(fault.faultId);
      const forMs = durationMs(fault);
      const { faultId, kind, traceId: _load, ...detail } = fault;
      loads.tell(load, () => ({ kind: 'fault', fault: kind, phase: 'on', detail: { faultId, ...detail } }));
      const timer = later(() => turnOff(faultId), forMs) as unknown as number;
      running.set(faultId, { fault, load, untilMs: nowMs() + forMs, timer });
      try {
        begin(fault, load);
      } catch (error) {
        // What could not be done is not on either.
        turnOff(faultId);
        throw error;
      }
      return true;
    },
    turnOff,
  };
}

function durationMs(fault: Fault): number {
  if ('forMs' in fault) return Math.max(0, Math.min(+fault.forMs || 0, faultMsMax));
  return fault.kind === 'double_start' ? answersHeldMs : 0;
}
