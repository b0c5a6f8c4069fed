/* head */
// A load of the widget as it was recorded, with the network, the clock and the person of then.
/* end of head */
// Run it with: npx playwright test <this file>. The built widget is looked for in dist/widget, or where HILO_WIDGET says.

// biome-ignore lint/suspicious/noExplicitAny: a recording holds whatever there was
export type Any = any;

export const story: Any = /* story */ { title: '', steps: [], events: [], broken: [] } /* end of story */;
