import { type Drawn, h } from './dom.ts';

const chevron = 'm6 10 6 6 6-6';
const arrow = 'M12 19V5m-6 6 6-6 6 6';
const plus = 'M12 5v14M5 12h14';
const bell = 'M5 17h14l-2-3v-3a5 5 0 0 0-10 0v3Zm5 3h4';

/* Strokes on a 24 × 24 grid; the style sheet turns the chevron, the arrow and the plus. */
const paths = {
  chat: 'M12 4c5 0 8.5 3 8.5 7.5s-3.5 7.5-8.5 7.5l-3-.5L4.5 20l1-3.5c-1-1-2-3-2-5C3.5 7 7 4 12 4Z',
  down: chevron,
  back: chevron,
  next: chevron,
  send: arrow,
  latest: arrow,
  plus,
  close: plus,
  home: 'm4 11 8-7 8 7v9h-5v-6H9v6H4Z',
  bell,
  muted: `${bell}M4 4l16 16`,
  alert: 'M12 7v6m0 3v.1M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18Z',
};

export type IconName = keyof typeof paths;

/** A decorative drawing in the colour of the text around it; the words beside it or the label say what it means. */
export function icon(name: IconName): Drawn {
  return drawing(`i.i-${name}`, paths[name]);
}

/** A drawing by its path. */
export function drawing(classes: string, d: string): Drawn {
  return h(`svg.${classes}`, { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, h('path', { d }));
}
