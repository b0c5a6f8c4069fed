/** What every page of the shop does: the cart's number, who is signed in, and the buttons that talk to Hilo. */

export function read(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Keeps `value`, or forgets it where it is null. A browser without storage just forgets at once. */
export function keep(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is blocked or full: the page works, without memory.
  }
}

/** An element, from attributes and children. Text stays text. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** The cart: product id → how many. */
export const cart = () => read('alfar-cart', {});

export function setCart(items) {
  keep('alfar-cart', items);
  showCount();
}

function showCount() {
  const count = Object.values(cart()).reduce((sum, many) => sum + many, 0);
  const badge = document.querySelector('[data-cart-count]');
  badge.textContent = count || '';
  badge.parentElement.setAttribute('aria-label', count ? `Cart, ${count} pieces` : 'Cart, empty');
}

/** The person signed in to the shop, as `/demo/identity` gave them, or null. */
export const user = () => read('alfar-user', null);

function markHere() {
  for (const link of document.querySelectorAll('.top nav a')) {
    if (link.pathname === location.pathname.replace(/\.html$/, '')) link.setAttribute('aria-current', 'page');
  }
  const account = document.querySelector('[data-account]');
  if (user()) account.textContent = user().name.split(' ')[0];
}

document.addEventListener('click', (event) => {
  const call = event.target.closest('[data-hilo]')?.dataset.hilo;
  // The widget shows its own failures to the person; the page has nothing to add.
  if (call) window.Hilo(call).catch(() => {});
});

markHere();
showCount();
if (user()) window.Hilo('identify', user()).catch(() => {});
