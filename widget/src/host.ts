import type { Model } from './core/model.ts';
import type { Action } from './core/state.ts';
import { monotonicMs } from './edges/clock.ts';
import { loadMore, moreArrived } from './more/load-more.ts';
import { fetchStrings } from './view/language-files.ts';
import { createView } from './view/mount.ts';

/** The widget's one element on the page: a shadow root that page styles do not reach. */
export function mountHost(dispatch: (action: Action) => void, debug: () => void) {
  const host = document.createElement('div');
  host.id = 'hilo';
  const root = host.attachShadow({ mode: 'open' });
  const view = createView({
    root,
    dispatch,
    loadStrings: fetchStrings,
    loadMore,
    moreArrived: moreArrived.then(({ view }) => view),
    now: monotonicMs,
    debug,
  });
  return {
    root,
    render(model: Model): Promise<void> | undefined {
      const { launcherHidden, open, phase, config } = model;
      // A site that this widget is not allowed on shows nothing of it.
      const unwelcome = phase.name === 'failed' && phase.retryAtMs === null && !config;
      host.style.display = (launcherHidden && !open) || unwelcome ? 'none' : '';
      // Pages that draw themselves anew throw out what they do not know.
      if (!host.isConnected) document.body?.append(host);
      return view.render(model);
    },
    remove(): void {
      view.destroy();
      host.remove();
    },
  };
}
