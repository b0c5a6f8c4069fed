import './products.js';
import { findProduct, price } from './catalogue.js';
import { cart, el, setCart } from './shop.js';

const article = document.querySelector('[data-product]');
const product = findProduct(new URLSearchParams(location.search).get('id') ?? 'bowl');

function added(button) {
  setCart({ ...cart(), [product.id]: (cart()[product.id] ?? 0) + 1 });
  button.textContent = 'Added. One more?';
}

function show() {
  document.title = `${product.name} · Alfar`;
  const add = el('button', { class: 'button', type: 'button' }, 'Add to cart');
  add.addEventListener('click', () => added(add));
  article.append(
    el('img', { src: `/pots/${product.id}.svg`, alt: product.picture, width: 640, height: 640 }),
    el(
      'div',
      {},
      el('h1', {}, product.name),
      el('p', { class: 'price big' }, price(product.priceCents)),
      el('p', { class: 'lead' }, product.about),
      el('p', { class: 'quiet' }, product.size),
      el(
        'p',
        { class: 'actions' },
        add,
        el(
          'button',
          { class: 'button plain', type: 'button', 'data-hilo': 'newChat' },
          `Ask about this ${product.id}`,
        ),
      ),
    ),
  );
}

if (product) show();
else
  article.append(
    el('div', {}, el('h1', {}, 'We do not make that one.'), el('p', {}, 'Perhaps one of these?')),
  );
