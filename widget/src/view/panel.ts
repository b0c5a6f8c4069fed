import { type Child, type Drawn, h } from './dom.ts';
import { companyName, type Drawing } from './drawing.ts';
import { boot } from './parts/boot.ts';
import { home } from './parts/home.ts';
import { thread } from './parts/thread.ts';

/** What stands in the open window. Behind a question nothing can be reached. */
export function panelKids(draw: Drawing): readonly Child[] {
  const { config, notice } = draw.state;
  const asks = notice?.kind === 'confirm_new_chat';
  // A window without words could only confuse: it says that the chat did not load.
  const drawScreen = (config && draw.t('home') && screenOf(draw)) || boot;
  return [h('div.pane', { inert: asks }, drawScreen(draw)), asks && draw.more()?.confirmNewChat(draw)];
}

function screenOf({ state, more }: Drawing) {
  const { name } = state.screen;
  return name === 'home' ? home : name === 'thread' ? thread : more()?.screens[name];
}

/** The window itself. Closed, it keeps what it last showed, so that it can fade out. */
export function panel(draw: Drawing, kids: readonly Child[]): Drawn {
  const { open } = draw.state;
  return h(
    open ? 'section.panel.open' : 'section.panel',
    {
      key: 'panel',
      role: 'dialog',
      'aria-label': companyName(draw) || draw.t('messages'),
      tabindex: -1,
      inert: !open,
    },
    ...kids,
  );
}
