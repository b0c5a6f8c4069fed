import type { FromDocument, ToDocument } from './messages.ts';

/**
 * Between the two scripts of one page. The content script hands over a port by an event that runs to its end before any
 * script of the page exists; from then on nobody on the page can hear or speak in it.
 */

/**
 * The content script has a port to give, for commands, and as the event's data the name of a second event, by which it
 * hears what the page says: a port would cost the page a copy and a task for each word, and delivers nothing more once the
 * page ends. Whoever takes it prevents the default.
 */
export const offerEvent = 'hilo-devtools-offer';
/** Capture came second, and asks for the offer again. */
export const callEvent = 'hilo-devtools-call';

/** From capture: a FromDocument or JudgedRecords as JSON, where the fields of each record may be left out. */
export type PageMessage = string;

/** While nobody looks: of all records only the widget's own account, which is judged for the badge. Panels do not hear it. */
export type JudgedRecords = Omit<Extract<FromDocument, { type: 'records' }>, 'type'> & {
  type: 'widget_records';
};

/**
 * To capture, besides what panels say. `hello`: a new connection, say who you are. `attend`: whether somebody looks, which
 * is the case until it is said; what was held back meanwhile follows. `stop`: nobody listens any more, because the
 * extension was updated or the site is no longer watched.
 */
export type PageCommand =
  | ToDocument
  | { type: 'hello' }
  | { type: 'attend'; isAttended: boolean }
  | { type: 'stop' };

/**
 * A symbol of the page under this name is true while capture is at work there. False: whoever listened is gone, as after an
 * update of the extension, and only a reload brings capture back.
 */
export const captureMark = 'hilo.devtools.capture';

/** From the background to the content scripts of a tab: somebody has begun to listen. */
export const wakeMessage = 'hilo-devtools-wake';
