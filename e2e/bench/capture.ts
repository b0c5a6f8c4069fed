import type { BrowserContext, Page } from '@playwright/test';
import { ensureExtension } from '../support/built-extension.ts';
import { startCaptureSite, widgetScript } from '../support/capture-site.ts';
import { startExtensionBrowser } from '../support/extension-browser.ts';
import { loadNow, median, ms, percentile, say } from './support/numbers.ts';

/**
 * What capture costs a page: the same page in two browsers that have the extension, of which one may watch
 * the site, in turn. Goals: at
 * most 20 µs per frame or request at the median, no task over 10 ms longer at 1,000 frames a second. Reports; asserts
 * nothing.
 */
const rounds = 15;
const framesPerRound = 2_000;
const requestsPerRound = 200;
/** As many at once as a page that has just come back asks for. */
const concurrent = 10;
const goalMicros = 20;

interface Round {
  /** Of the page's own thread, per frame sent and heard again. */
  frameMicros: number;
  requestMicros: number;
  /** The same, of requests that are under way together. */
  togetherMicros: number;
  longestTaskMs: number;
}

await ensureExtension();
const site = await startCaptureSite();
site.serve(`<!doctype html><title>bench</title><script>${widgetScript()}</script>`);
const extension = await startExtensionBrowser();
// The same browser started in the same way, where the extension may watch no site.
const plain = await startExtensionBrowser({ variant: 'chrome' });
const sides = [
  { name: 'capture off', page: await open(plain.context), rounds: [] as Round[] },
  { name: 'capture on ', page: await open(extension.context), rounds: [] as Round[] },
];
try {
  for (let round = 0; round <= rounds; round += 1) {
    // Whoever comes second in one round comes first in the next; the first round warms up.
    for (const side of round % 2 ? sides : [...sides].reverse()) {
      const measured = await measure(side.page);
      if (round > 0) side.rounds.push(measured);
    }
  }
} finally {
  await extension.close();
  await plain.close();
  await site.close();
}
report();

async function open(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(site.origin);
  return page;
}

/** The page's own time by its profile: waiting is not counted, and neither is what other processes do. */
async function measure(page: Page): Promise<Round> {
  await page.bringToFront();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busyMs = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
  };
  const cost = async (work: () => Promise<unknown>) => {
    const before = await busyMs();
    await work();
    // What is sent in batches is paid for too.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
    return (await busyMs()) - before;
  };
  const frames = await cost(() => page.evaluate(exchangeFrames, framesPerRound));
  const ask = (atOnce: number) =>
    cost(() => page.evaluate(sendRequests, { count: requestsPerRound, atOnce }));
  const requests = await ask(1);
  const together = await ask(concurrent);
  const longestTaskMs = await page.evaluate(hearSteadily, { perSecond: 1_000, forMs: 1_500 });
  await session.detach();
  return {
    frameMicros: (1_000 * frames) / (2 * framesPerRound),
    requestMicros: (1_000 * requests) / requestsPerRound,
    togetherMicros: (1_000 * together) / requestsPerRound,
    longestTaskMs,
  };
}

/** Sends so many frames, and hears as many. */
function exchangeFrames(count: number): Promise<void> {
  const { socketUrl } = window as unknown as { socketUrl: string };
  const frame = JSON.stringify({ type: 'event', text: 'x'.repeat(300) });
  return new Promise((resolve) => {
    const socket = new WebSocket(socketUrl);
    let heard = 0;
    socket.onopen = () => {
      for (let i = 0; i < count; i++) socket.send(frame);
    };
    socket.onmessage = () => {
      heard += 1;
      if (heard < count) return;
      socket.close();
      resolve();
    };
  });
}

/** With the headers that a widget sends: who listens has to read those as well. */
async function sendRequests({ count, atOnce }: { count: number; atOnce: number }): Promise<void> {
  const { api, widget } = window as unknown as { api: string; widget: { traceId: string } };
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${'x7_Qa-'.repeat(7)}A`,
    traceparent: `00-${widget.traceId}-00f067aa0ba902b7-01`,
  };
  for (let i = 0; i < count; i += atOnce) {
    await Promise.all(
      Array.from({ length: atOnce }, () =>
        fetch(`${api}thing`, { method: 'POST', headers, body: '{"body":"Is it oven-proof?"}' }).then(
          (answer) => answer.json(),
        ),
      ),
    );
  }
}

/** Hears frames at a steady rate; answers with the longest time that a timer of the page was late. */
function hearSteadily({ perSecond, forMs }: { perSecond: number; forMs: number }): Promise<number> {
  const { socketUrl } = window as unknown as { socketUrl: string };
  return new Promise((resolve) => {
    const socket = new WebSocket(socketUrl);
    const channel = new MessageChannel();
    let longest = 0;
    let last = 0;
    let ends = 0;
    channel.port1.onmessage = () => {
      const now = performance.now();
      if (last > 0) longest = Math.max(longest, now - last);
      last = now;
      if (now < ends) return channel.port2.postMessage(null);
      socket.close();
      resolve(longest);
    };
    socket.onopen = () => {
      ends = performance.now() + forMs;
      const everyMs = 20;
      const timer = setInterval(() => {
        if (performance.now() > ends) clearInterval(timer);
        else socket.send(`flood:${(perSecond * everyMs) / 1_000}`);
      }, everyMs);
      channel.port2.postMessage(null);
    };
  });
}

function report(): void {
  say(
    `${rounds} rounds of ${framesPerRound} frames out and in, and ${requestsPerRound} requests; ${loadNow()}`,
  );
  for (const { name, rounds: measured } of sides) {
    const of = (pick: (round: Round) => number) => measured.map(pick);
    say(
      `${name}  ${median(of((round) => round.frameMicros)).toFixed(1)} µs per frame  ` +
        `${median(of((round) => round.requestMicros)).toFixed(0)} µs per request, ` +
        `${median(of((round) => round.togetherMicros)).toFixed(0)} µs where ${concurrent} go together  ` +
        `longest task at 1,000 frames/s ${ms(median(of((round) => round.longestTaskMs)))}, ` +
        `worst ${ms(
          percentile(
            of((round) => round.longestTaskMs),
            1,
          ),
        )}`,
    );
  }
  const [off, on] = sides as [(typeof sides)[0], (typeof sides)[0]];
  const differences = (pick: (round: Round) => number) =>
    on.rounds.map((round, at) => pick(round) - pick(off.rounds[at] as Round));
  const difference = (pick: (round: Round) => number) => median(differences(pick));
  const micros = (pick: (round: Round) => number) =>
    `${difference(pick).toFixed(1)} µs (half of them ${[0.25, 0.75]
      .map((share) => percentile(differences(pick), share).toFixed(0))
      .join(' to ')})`;
  say(
    `capture costs, median of pairs (goal ${goalMicros} µs): ` +
      `${micros((round) => round.frameMicros)} per frame, ` +
      `${micros((round) => round.requestMicros)} per request, ` +
      `${micros((round) => round.togetherMicros)} where ${concurrent} go together, ` +
      `${ms(difference((round) => round.longestTaskMs))} more in the longest task (goal 10 ms)`,
  );
}
