import { startCapture } from './capture.ts';

const mark = Symbol.for('hilo.devtools.capture');
const page = globalThis as unknown as Record<symbol, boolean>;
// Registered for a frame by more than one match, it still runs once.
if (!page[mark]) {
  Object.defineProperty(page, mark, { value: true });
  startCapture();
}
