import type { AskedRoute } from './events.ts';
import { emit, laneOf, type Step, setLane } from './step.ts';

interface Ask {
  /** Posted, with the device's id added; without one it is a GET. */
  body?: object;
  /** What it is about, returned with the answer. */
  about?: string;
  /** What there is one at a time of, where that is not the route itself. */
  lane?: string;
}

/** Asks the server; the lane is busy until the answer comes. `path` is under the widget's own address. */
export function ask(
  s: Step,
  route: AskedRoute,
  path: string,
  { body, about = '', lane = route }: Ask = {},
): void {
  const { device, epoch } = s.m;
  setLane(s, lane, { isBusy: true });
  const token = device?.token ?? null;
  const posted = body && { deviceId: device?.deviceId, ...body };
  emit(s, { type: 'request', route, path, body: posted, token, lane, about, epoch });
}

/** Whether a lane's question is under way. */
export function isAsking(s: Step, lane: string): boolean {
  return laneOf(s.m, lane).isBusy;
}
