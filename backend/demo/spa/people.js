import { consent, giveConsent, identify, logout, setConsentMode, setLauncher } from './chat.js';
import { el, toast } from './dom.js';
import { read, setUser, user } from './store.js';

const people = [
  ['vera', 'Vera Lind', 'Plans the trips'],
  ['tom', 'Tom Okafor', 'Fixes the house'],
];

/** `done` runs once the person is signed in here. The chat follows, or says why not. */
export function signInView(done) {
  const signIn = async (id) => {
    const response = await fetch(`/demo/identity?user=${id}`);
    if (!response.ok) return toast('Unable to sign in; try again in a moment.');
    setUser(await response.json());
    done();
    toast(await identify(user()));
  };
  const card = ([id, name, role]) =>
    el(
      'button',
      { type: 'button', class: 'person', onclick: () => signIn(id) },
      el('span', { class: 'face', 'aria-hidden': 'true' }, name[0]),
      el('span', {}, el('strong', {}, name), el('small', {}, role)),
    );
  return [
    el('h1', {}, 'Sign in'),
    el('p', { class: 'quiet' }, 'Two people share this account. Who are you?'),
    el('div', { class: 'people' }, ...people.map(card)),
  ];
}

/** `render` shows the view again after a change that it cannot show by itself. */
export function settingsView(render) {
  return [el('h1', {}, 'Settings'), account(render), privacy(render), chat()];
}

function account(render) {
  const person = user();
  const signOut = async () => {
    setUser(null);
    render();
    toast(await logout());
  };
  return section(
    'You',
    person
      ? setting(
          person.name,
          person.email,
          el('button', { type: 'button', class: 'button plain', onclick: signOut }, 'Sign out'),
        )
      : setting(
          'Nobody is signed in',
          'Chats started now stay with this browser.',
          el('a', { class: 'button', href: '/sign-in' }, 'Sign in'),
        ),
  );
}

function privacy(render) {
  const state = consent();
  const agree = async () => {
    const said = await giveConsent();
    render();
    toast(said);
  };
  const ask = toggle(
    'Ask before the chat stores anything',
    'The page loads again with consent mode on. You can chat at once; a reload forgets it until you agree.',
    state !== 'off',
    setConsentMode,
  );
  const answer = setting(
    state === 'given' ? 'You agreed' : 'Let the chat remember you',
    state === 'given'
      ? 'Switch it off and on to be asked again.'
      : 'Keeps your conversations in this browser.',
    state === 'asked' && el('button', { type: 'button', class: 'button', onclick: agree }, 'Agree'),
  );
  return section('Privacy', ask, state === 'off' ? null : answer);
}

function chat() {
  const switchLauncher = async (shown) => toast(await setLauncher(shown));
  return section(
    'Chat',
    toggle(
      'Show the launcher',
      'The round button in the corner.',
      read('norte-launcher', true),
      switchLauncher,
    ),
  );
}

const section = (title, ...rows) => el('section', { class: 'settings' }, el('h2', {}, title), ...rows);

const setting = (title, about, control) =>
  el(
    'div',
    { class: 'setting' },
    el('span', {}, el('strong', {}, title), el('small', {}, about)),
    control || null,
  );

function toggle(title, about, on, change) {
  const box = el('input', { type: 'checkbox', role: 'switch', onchange: () => change(box.checked) });
  box.checked = on;
  return el(
    'label',
    { class: 'setting' },
    el('span', {}, el('strong', {}, title), el('small', {}, about)),
    box,
  );
}
