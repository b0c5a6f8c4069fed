import { boot, newChat, openChat } from './chat.js';
import { el, toast } from './dom.js';
import { settingsView, signInView } from './people.js';
import { lists, user } from './store.js';
import { tasksView } from './tasks.js';

const listRoutes = Object.entries(lists).map(([list, title]) => [
  `/lists/${list}`,
  { title, dot: list, view: () => tasksView(title, { list }) },
]);

/** Path → what is shown there. Anything else is the view of a lost way. */
const routes = new Map([
  ['/', { title: 'Today', view: () => tasksView('Today', { when: 'today' }) }],
  ['/later', { title: 'Later', view: () => tasksView('Later', { when: 'later' }) }],
  ...listRoutes,
  ['/settings', { title: 'Settings', view: () => settingsView(render) }],
  ['/sign-in', { title: 'Sign in', hidden: true, view: () => signInView(() => go('/')) }],
]);

const lost = {
  title: 'Not found',
  view: () => [el('h1', {}, 'Off the map'), el('p', { class: 'quiet' }, 'There is nothing at this address.')],
};

function go(path) {
  if (path !== location.pathname) history.pushState(null, '', path);
  render();
  document.querySelector('[data-view]').focus({ preventScroll: true });
  scrollTo(0, 0);
}

function navLink([path, { title, dot }]) {
  const here = path === location.pathname;
  return el('a', { href: path, 'aria-current': here && 'page', 'data-dot': dot ?? false }, title);
}

function me() {
  const person = user();
  return [
    el('button', { type: 'button', class: 'plain', onclick: async () => toast(await openChat()) }, 'Help'),
    el(
      'button',
      { type: 'button', class: 'plain', onclick: async () => toast(await newChat()) },
      'Report a problem',
    ),
    el('a', { href: person ? '/settings' : '/sign-in' }, person?.name ?? 'Sign in'),
  ];
}

function render() {
  const route = routes.get(location.pathname) ?? lost;
  document.title = `${route.title} · Norte`;
  document.querySelector('[data-view]').replaceChildren(...route.view());
  document
    .querySelector('[data-nav]')
    .replaceChildren(...[...routes].filter(([, r]) => !r.hidden).map(navLink));
  document.querySelector('[data-me]').replaceChildren(...me());
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('.app a[href]');
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey)
    return;
  event.preventDefault();
  go(link.pathname);
});
addEventListener('popstate', render);

render();
boot().then((said) => toast(said.find((text) => text.startsWith('The chat did not')) ?? ''));
