import { captureMark } from '../channel/page-port.ts';
import { startCapture } from './capture.ts';

const mark = Symbol.for(captureMark);
const page = globalThis as unknown as Record<symbol, boolean>;
const setMark = (value: boolean) => Object.defineProperty(page, mark, { value, configurable: true });
// Registered for a frame by more than one match, it still runs once.
if (!(mark in page)) {
  setMark(true);
  startCapture(() => setMark(false));
}
