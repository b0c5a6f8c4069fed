import { readCall, readUser } from '../api/calls.ts';
import { createListeners } from '../api/listeners.ts';
import { later } from '../core/later.ts';
import { playSound } from '../edges/sound.ts';
import { badgeTitle } from '../edges/title.ts';
import { createTracer } from '../trace/tracer.ts';
import { moreView } from '../view/more.ts';
import { debug, loadTools } from './load-tools.ts';
import { rareEffects } from './rare-effects.ts';

/** What a plain chat does without, in one file that is fetched when it is first needed. */
export const more = {
  core: later,
  view: moreView,
  badgeTitle,
  createListeners,
  createTracer,
  debug,
  loadTools,
  playSound,
  rareEffects,
  readCall,
  readUser,
};
