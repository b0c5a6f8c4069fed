import { keep, read, user } from './store.js';

/** What Norte tells Hilo. Every call answers with a sentence for the person, also where the chat did not follow. */

async function tell(good, ...call) {
  try {
    await window.Hilo(...call);
    return good;
  } catch (error) {
    return `The chat did not follow: ${error?.message ?? error}`;
  }
}

/** Starts the chat, the way this person left it: asked for consent or not, launcher shown or not. */
export function boot() {
  const told = [
    tell('', 'boot', { widgetId: 'wgt_norte', ...(consent() === 'asked' && { consent: false }) }),
  ];
  if (!read('norte-launcher', true)) told.push(tell('', 'hide'));
  if (user()) told.push(identify(user()));
  return Promise.all(told);
}

export const openChat = () => tell('', 'open');
export const newChat = () => tell('', 'newChat');
export const identify = (user) => tell('The chat knows you now.', 'identify', user);
export const logout = () => tell('Signed out, and the chat with you.', 'logout');
export const setLauncher = (shown) =>
  tell(
    shown ? 'The launcher is back.' : 'The launcher is hidden. Help still opens the chat.',
    shown ? 'show' : 'hide',
  );

/** `off`: Hilo may store from the start. `asked`: it stores nothing until the person agrees. `given`: they did. */
export const consent = () => read('norte-consent', 'off');

/**
 * Whether this app asks first. Hilo is booted with it, so it takes hold with the next load, as on a real site, where it is
 * a line of code and no switch.
 */
export function setConsentMode(on) {
  keep('norte-consent', on ? 'asked' : 'off');
  location.reload();
}

export function giveConsent() {
  keep('norte-consent', 'given');
  return tell('Thank you. The chat remembers you from now on.', 'update', { consent: true });
}
