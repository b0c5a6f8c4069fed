import { price, products } from './catalogue.js';
import { el } from './shop.js';

const card = (product) =>
  el(
    'li',
    {},
    el(
      'a',
      { class: 'piece', href: `/product?id=${product.id}` },
      el('img', { src: `/pots/${product.id}.svg`, alt: product.picture, width: 400, height: 400 }),
      el('span', { class: 'name' }, product.name),
      el('span', { class: 'price' }, price(product.priceCents)),
    ),
  );

const here = new URLSearchParams(location.search).get('id');
for (const list of document.querySelectorAll('[data-products]')) {
  const others = products.filter((product) => product.id !== here);
  list.append(...others.slice(0, Number(list.dataset.products) || others.length).map(card));
}
