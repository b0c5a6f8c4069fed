import { createStore } from 'zustand/vanilla';
import type { AskedFault } from './active-faults.ts';

/** What this panel has asked pages for. It lives as long as the panel: faults are off whenever it opens. */
export interface FaultsState {
  /** The person switched faults on. */
  isArmed: boolean;
  asked: readonly AskedFault[];
}

export const faultsStore = createStore<FaultsState>(() => ({ isArmed: false, asked: [] }));

/** Kept of what was asked for: enough for every countdown that can still run. */
const askedMax = 100;

export function rememberAsked(asked: AskedFault): void {
  faultsStore.setState((state) => ({ asked: [...state.asked, asked].slice(-askedMax) }));
}

export function forgetAsked(): void {
  faultsStore.setState({ asked: [] });
}
