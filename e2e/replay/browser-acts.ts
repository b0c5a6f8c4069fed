import type { Page } from '@playwright/test';
import type { Chance } from './chance.ts';

const phone = { width: 390, height: 700 };
const desktop = { width: 1280, height: 720 };

interface Sleeper {
  setInterval(ring: () => void, ms: number): unknown;
  sleep(ms: number): void;
}

/** Lets a test put the page to sleep: a page of a test never sleeps by itself. */
export function prepareSleep(): void {
  const page = globalThis as unknown as Sleeper;
  const { now } = Date;
  const { setInterval: every } = page;
  const rings: (() => void)[] = [];
  let aheadMs = 0;
  Date.now = () => now() + aheadMs;
  page.setInterval = (ring, ms) => {
    rings.push(ring);
    return every(ring, ms);
  };
  page.sleep = (ms) => {
    aheadMs += ms;
    for (const ring of rings) ring();
  };
}

/** As where cookies are blocked. */
export function denyStorage(): void {
  Object.defineProperty(window, 'localStorage', {
    get() {
      throw new DOMException('denied', 'SecurityError');
    },
  });
}

const acts: readonly [weight: number, act: (page: Page, chance: Chance) => Promise<unknown>][] = [
  [0.2, leaveAndComeBack],
  [0.2, lookAway],
  [0.1, freezeAndThaw],
  [0.1, sleep],
  [0.15, (page, chance) => page.setViewportSize(chance.is(0.5) ? phone : desktop)],
  [0.05, (page, chance) => page.emulateMedia({ colorScheme: chance.is(0.5) ? 'dark' : 'light' })],
  [0.1, fillStorage],
  [0.1, clearStorage],
];

/** One thing that the browser does, or somebody with it, without the widget. */
export async function browserActs(page: Page, chance: Chance): Promise<void> {
  let left = chance.next();
  const found = acts.find(([weight]) => {
    left -= weight;
    return left < 0;
  });
  await found?.[1](page, chance);
}

/** A page of a test is always in sight; this one says that it is not. */
async function lookAway(page: Page, chance: Chance): Promise<void> {
  for (const state of ['hidden', 'visible']) {
    await page.evaluate((visibility) => {
      Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
    await page.waitForTimeout(chance.between(0, 50));
  }
}

/** As a page hears it that went into the back/forward cache and came back: nothing of it ran meanwhile. */
async function leaveAndComeBack(page: Page, chance: Chance): Promise<void> {
  for (const name of ['pagehide', 'pageshow']) {
    await page.evaluate((type) => dispatchEvent(new PageTransitionEvent(type, { persisted: true })), name);
    await page.waitForTimeout(chance.between(0, 50));
  }
}

/** As a page hears it that the browser put aside, to save memory. */
async function freezeAndThaw(page: Page, chance: Chance): Promise<void> {
  for (const name of ['freeze', 'resume']) {
    await page.evaluate((type) => document.dispatchEvent(new Event(type)), name);
    await page.waitForTimeout(chance.between(0, 50));
  }
}

async function sleep(page: Page, chance: Chance): Promise<void> {
  await page.evaluate(
    (ms) => (globalThis as unknown as Sleeper).sleep(ms),
    chance.between(20_000, 3_600_000),
  );
}

/** Nothing more can be written for a moment. */
async function fillStorage(page: Page, chance: Chance): Promise<void> {
  await page.evaluate(
    (ms) => {
      const { setItem } = Storage.prototype;
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
      setTimeout(() => {
        Storage.prototype.setItem = setItem;
      }, ms);
    },
    chance.between(0, 300),
  );
}

/** By the site's own script: this page hears nothing of it, the others do. */
async function clearStorage(page: Page): Promise<void> {
  await page.evaluate(() => {
    try {
      localStorage.clear();
    } catch {
      // There is none.
    }
  });
}
