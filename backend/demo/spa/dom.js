/** An element, from attributes and children. `onclick` and its like are listeners; text stays text. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else if (value !== false) node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** Says something in passing, to eyes and to screen readers. */
export function toast(text) {
  const place = document.querySelector('[data-toast]');
  place.textContent = text;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => place.replaceChildren(), 6000);
}
