import type { ToDocument } from './messages.ts';

/**
 * Between the two scripts of one page. The content script hands over a port by an event that runs to its end before any
 * script of the page exists; from then on nobody on the page can hear or speak in it.
 */

/**
 * The content script has a port to give, and as the event's data the name of a second event, for what cannot wait for a
 * port: a page that ends delivers nothing more. Whoever takes it prevents the default.
 */
export const offerEvent = 'hilo-devtools-offer';
/** Capture came second, and asks for the offer again. */
export const callEvent = 'hilo-devtools-call';

/** From capture, by either way: a FromDocument as JSON. */
export type PageMessage = string;

/** To capture, besides what panels say. `hello`: a new connection, say who you are. `stop`: nobody listens any more. */
export type PageCommand = ToDocument | { type: 'hello' } | { type: 'stop' };

/** From the background to the content scripts of a tab: somebody has begun to listen. */
export const wakeMessage = 'hilo-devtools-wake';
