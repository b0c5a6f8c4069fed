import type { ToDocument } from './messages.ts';

/**
 * Between the two scripts of one page. The content script hands over a port by an event that runs to its end before any
 * script of the page exists; from then on nobody on the page can hear or speak in it.
 */

/** The content script has a port to give; whoever takes it prevents the default. */
export const offerEvent = 'hilo-devtools-offer';
/** Capture came second, and asks for the offer again. */
export const callEvent = 'hilo-devtools-call';

/** From capture. `text`: a FromDocument as JSON. `urgentEvent`: the name under which texts come when none can wait. */
export type PageMessage = { urgentEvent: string } | { text: string };

/** To capture, besides what panels say. `hello`: a new connection, say who you are. `stop`: nobody listens any more. */
export type PageCommand = ToDocument | { type: 'hello' } | { type: 'stop' };

/** From the background to the content scripts of a tab: somebody has begun to listen. */
export const wakeMessage = 'hilo-devtools-wake';
