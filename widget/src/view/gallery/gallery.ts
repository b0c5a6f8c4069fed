import type { Action, State } from '../../core/state.ts';
import { moreView } from '../more.ts';
import { createView } from '../mount.ts';
import { strings } from '../strings.ts';
import { fixtures } from './fixtures.ts';
import { play } from './playground.ts';

/** What a test may look at and do from outside. */
declare global {
  interface Window {
    gallery: { actions: Action[]; state: State; show: (state: State) => void; fixtures: typeof fixtures };
  }
}

const query = new URLSearchParams(location.search);
const host = document.createElement('div');
host.dataset['theme'] = query.get('theme') ?? 'light';
document.body.append(host);
const root = host.attachShadow({ mode: 'open' });
const view = createView({
  root,
  dispatch,
  loadStrings: async (locale) => strings[locale],
  loadMore: async () => {},
  moreArrived: Promise.resolve(moreView),
  now: () => performance.now(),
});

window.gallery = { actions: [], state: fixtures[query.get('fixture') ?? 'closed']!, show, fixtures };

function show(state: State): void {
  window.gallery.state = state;
  view.render(state)?.then(() => view.render(window.gallery.state));
}

function dispatch(action: Action): void {
  window.gallery.actions.push(action);
  show(play(window.gallery.state, action));
}

const list = document.querySelector('#fixtures')!;
for (const name of Object.keys(fixtures)) {
  const link = document.createElement('a');
  link.href = `?fixture=${name}`;
  link.textContent = name;
  const item = document.createElement('li');
  item.append(link);
  list.append(item);
}
show(window.gallery.state);
if (query.get('dir') === 'rtl') root.querySelector<HTMLElement>('.hilo')!.dir = 'rtl';
