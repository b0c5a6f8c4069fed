import { failWhere } from './difference.ts';
import type { Stage } from './stage.ts';
import { type Any, story } from './story.ts';
import { take, waitFor } from './time.ts';

// What comes from outside: the person, the page, the network.

export async function perform(stage: Stage, step: Any, patience: number): Promise<void> {
  const { page } = stage;
  if (step.do === 'answer' || step.do === 'fail') return reply(stage, step, patience);
  const mine = JSON.parse(mapped(stage, JSON.stringify(step)));
  const done = async () => {
    const [isDone, told] = await page.evaluate(async (one) => {
      const { hilo } = window as Any;
      return [hilo.perform(one), await hilo.takeTold(0)];
    }, mine);
    take(stage, told);
    return isDone;
  };
  const why = `there is nothing on the page for: ${step.do} ${step.action ?? step.name ?? step.socket ?? ''}`;
  if (!(await waitFor(stage, patience, done)) && stage.isStrict) failWhere(why);
}

async function reply(stage: Stage, step: Any, patience: number): Promise<void> {
  // The widget gives up by itself.
  if (step.reason === 'timeout') return;
  learnAsked(stage);
  const { request, status, headers, body } = step;
  const found = () => {
    learnAsked(stage);
    return findAsked(stage, request);
  };
  const isThere = await waitFor(stage, patience, async () => found() !== undefined);
  const one = found();
  if (!isThere || !one) {
    if (stage.isStrict) failWhere(`the widget does not ask ${request.method} ${request.path}`);
    return;
  }
  one.isTaken = true;
  if (step.do === 'fail') await one.route.abort();
  else {
    const text = mapped(stage, typeof body === 'string' ? body : JSON.stringify(body));
    const json = { ...headers, 'content-type': 'application/json' };
    // Where the widget has given up by now, nobody hears it.
    await one.route.fulfill({ status, headers: json, body: text }).catch(() => {});
  }
  const isHeard = async () =>
    stage.page.evaluate((n) => (window as Any).hilo.replies() >= n, answersOf(stage));
  for (let tries = 0; tries < 200 && !(await isHeard()); tries++) await stage.page.waitForTimeout(5);
}

function answersOf({ asked }: Stage): number {
  return asked.filter(({ isTaken }) => isTaken).length;
}

/** The same question: its query tells apart those that are asked again and again, where it is the same. */
function findAsked(stage: Stage, { method, path, query }: Any): Stage['asked'][number] | undefined {
  const wanted = mapped(stage, path);
  const like = stage.asked.filter((one) => !one.isTaken && one.method === method && one.path === wanted);
  return like.find((one) => plainOf(one.query) === plainOf(mapped(stage, query))) ?? like[0];
}

function plainOf(query: string): string {
  return query.replace(/traceparent=[\w-]*/, '');
}

/** The ids that a request carries now stand for those that it carried then. */
function learnAsked(stage: Stage): void {
  for (const one of stage.asked) {
    if (one.isRead) continue;
    one.isRead = true;
    const then = story.requests.find(
      (each: Any) =>
        !stage.made.has(each) && each.method === one.method && mapped(stage, each.path) === one.path,
    );
    if (!then) continue;
    stage.made.add(then);
    learn(stage, then.body, one.route.request().postDataJSON());
  }
}

function learn({ ids }: Stage, then: Any, now: Any): void {
  if (typeof then === 'string' && typeof now === 'string' && /^[0-9a-f-]{36}$/.test(then)) ids.set(then, now);
  if (typeof then !== 'object' || then === null || typeof now !== 'object' || now === null) return;
  for (const name of Object.keys(then)) learn({ ids } as Stage, then[name], now[name]);
}

/** What was drawn for the same purpose, in the same order. */
export function learnDrawn({ ids, drawn }: Stage, { purpose, value }: Any): void {
  const nth = drawn.get(purpose) ?? 0;
  drawn.set(purpose, nth + 1);
  const then = story.events.filter((one: Any) => one.kind === 'random' && one.purpose === purpose)[nth];
  if (then && !ids.has(then.value)) ids.set(then.value, value);
}

function mapped({ ids }: Stage, text: string): string {
  return text.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => ids.get(id) ?? id);
}
