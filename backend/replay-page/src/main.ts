import { drive } from './drive.ts';
import type { ReplayOutcome, ReplayRequest } from './outcome.ts';

/** What the replay's driver finds on the page. */
declare global {
  interface Window {
    hiloReplay(request: ReplayRequest): Promise<ReplayOutcome>;
  }
}

window.hiloReplay = drive;
