import { findProduct, price } from './catalogue.js';
import { cart, el, setCart } from './shop.js';

const place = document.querySelector('[data-cart]');

function change(id, by) {
  const items = cart();
  items[id] = (items[id] ?? 0) + by;
  if (items[id] < 1) delete items[id];
  setCart(items);
  show();
  (place.querySelector(`[data-step="${id}${by}"]`) ?? place.querySelector('a, button'))?.focus();
}

function step(product, by, sign, label) {
  const button = el(
    'button',
    {
      type: 'button',
      class: 'step',
      'data-step': `${product.id}${by}`,
      'aria-label': `${label} ${product.name}`,
    },
    sign,
  );
  button.addEventListener('click', () => change(product.id, by));
  return button;
}

const row = ([product, many]) =>
  el(
    'li',
    {},
    el('img', { src: `/pots/${product.id}.svg`, alt: '', width: 72, height: 72 }),
    el('a', { href: `/product?id=${product.id}` }, product.name),
    el(
      'span',
      { class: 'count' },
      step(product, -1, '−', 'One less'),
      String(many),
      step(product, 1, '+', 'One more'),
    ),
    el('span', { class: 'price' }, price(product.priceCents * many)),
  );

function show() {
  const rows = Object.entries(cart()).flatMap(([id, many]) =>
    findProduct(id) ? [[findProduct(id), many]] : [],
  );
  const total = rows.reduce((sum, [product, many]) => sum + product.priceCents * many, 0);
  if (rows.length === 0) {
    place.replaceChildren(
      el('p', { class: 'lead' }, 'Nothing in it yet.'),
      el('p', {}, el('a', { class: 'button', href: '/products' }, 'See this firing')),
    );
    return;
  }
  place.replaceChildren(
    el('ul', { class: 'rows' }, ...rows.map(row)),
    el('p', { class: 'total' }, el('span', {}, 'Total, shipping included'), el('strong', {}, price(total))),
    el(
      'p',
      { class: 'actions' },
      el('button', { class: 'button', type: 'button', 'data-hilo': 'open' }, 'Ask before you order'),
    ),
  );
}

show();
