import { type Child, type Drawn, h } from './dom.ts';
import { companyName, type Drawing } from './drawing.ts';
import { boot } from './parts/boot.ts';
import { confirmNewChat } from './parts/confirm.ts';
import { home } from './parts/home.ts';
import { messages } from './parts/messages.ts';
import { prechat } from './parts/prechat.ts';
import { thread } from './parts/thread.ts';

const screens = { home, messages, prechat, thread };

/** What stands in the open window. Behind a question nothing can be reached. */
export function panelKids(draw: Drawing): readonly Child[] {
  const { t } = draw;
  const { config, screen, notice } = draw.state;
  // A window without words could only confuse: it says that the chat did not load.
  const drawScreen = config && t('home') ? screens[screen.name] : boot;
  return [
    h('div.pane', { inert: notice?.kind === 'confirm_new_chat' }, drawScreen(draw)),
    confirmNewChat(draw),
  ];
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
