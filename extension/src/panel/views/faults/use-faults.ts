import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Fault } from '../../../channel/faults.ts';
import type { Load } from '../../model/session.ts';
import { useActions, usePanel } from '../../store/panel-context.ts';
import { useNow } from '../parts/use-now.ts';
import { type ActiveFault, activeFaults } from './active-faults.ts';
import { faultsStore, forgetAsked, rememberAsked } from './faults-store.ts';

export interface FaultControls {
  isArmed: boolean;
  /** Switching it off ends everything that is on. */
  arm(isArmed: boolean): void;
  active: readonly ActiveFault[];
  /** Milliseconds since the epoch, as countdowns need it. */
  now: number;
  start(fault: Fault): void;
  stop(fault: ActiveFault): void;
  stopAll(): void;
  /** What happened to the last order. */
  sentence: string | null;
}

export function useFaults(load: Load | undefined): FaultControls {
  const { command } = useActions();
  const session = usePanel((state) => state.session);
  const { isArmed, asked } = useStore(faultsStore);
  const [sentence, setSentence] = useState<string | null>(null);
  const events = useMemo(() => session.loads.flatMap((one) => one.byKind.get('fault') ?? []), [session]);
  const isTicking = isArmed && (asked.length > 0 || events.length > 0);
  const now = useNow(isTicking);
  const live = session.loads.filter(
    (one) => one.documentId !== null && session.documents.get(one.documentId)?.life === 'alive',
  );
  const liveIds = new Set(live.map((one) => one.traceId));
  const active = activeFaults(events, asked, now).filter(({ traceId }) => liveIds.has(traceId));

  const order = async (documentId: string | null | undefined, what: Parameters<typeof command>[1]) => {
    if (!documentId) return false;
    const answer = await command(documentId, what);
    setSentence(answer.ok ? null : answer.sentence);
    return answer.ok;
  };
  const stopAll = () => {
    forgetAsked();
    const documentIds = new Set(live.map((one) => one.documentId));
    for (const documentId of documentIds) void order(documentId, { type: 'fault_off', faultId: 'all' });
  };
  return {
    isArmed,
    arm(next) {
      if (!next) stopAll();
      faultsStore.setState({ isArmed: next });
    },
    active,
    now,
    start: (fault) => {
      const atMs = Date.now();
      void order(load?.documentId, { type: 'fault_on', fault }).then((done) => {
        if (done) rememberAsked({ fault, atMs });
      });
    },
    stop({ faultId, traceId }) {
      const { documentId } = live.find((one) => one.traceId === traceId) ?? {};
      faultsStore.setState({ asked: asked.filter(({ fault }) => fault.faultId !== faultId) });
      void order(documentId, { type: 'fault_off', faultId });
    },
    stopAll,
    sentence,
  };
}
