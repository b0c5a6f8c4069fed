import { el, keep, user } from './shop.js';

const panel = document.querySelector('[data-panel]');
const people = [
  ['ana', 'Ana Ferrer'],
  ['bruno', 'Bruno Sala'],
];

const say = (text) => panel.querySelector('[role=status]').replaceChildren(text);

/** What Hilo made of a call, in words. The shop itself is signed in or out either way. */
async function report(call, good) {
  say('One moment…');
  try {
    await call;
    say(good);
  } catch (error) {
    say(`The chat did not follow: ${error?.message ?? error}`);
  }
}

async function signIn(id) {
  const response = await fetch(`/demo/identity?user=${id}`);
  if (!response.ok) return say('Unable to sign in; try again in a moment.');
  keep('alfar-user', await response.json());
  show();
  await report(window.Hilo('identify', user()), 'The chat knows you too: your conversations are here.');
}

async function signOut() {
  keep('alfar-user', null);
  show();
  await report(window.Hilo('logout'), 'Signed out. This browser keeps nothing of your chats.');
}

function button(text, look, action) {
  const node = el('button', { class: look, type: 'button' }, text);
  node.addEventListener('click', action);
  return node;
}

function show() {
  const me = user();
  document.querySelector('[data-account]').textContent = me ? me.name.split(' ')[0] : 'Account';
  const inside = me
    ? [
        el('p', { class: 'lead' }, `Hello, ${me.name}.`),
        el('p', { class: 'quiet' }, me.email),
        el('p', { class: 'actions' }, button('Sign out', 'button plain', signOut)),
      ]
    : [
        el('p', { class: 'lead' }, 'Sign in as one of our two best customers.'),
        el(
          'p',
          { class: 'actions' },
          ...people.map(([id, name]) => button(name, 'button', () => signIn(id))),
        ),
      ];
  panel.replaceChildren(...inside, el('p', { role: 'status', class: 'quiet' }));
}

show();
