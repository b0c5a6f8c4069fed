import type { Snapshot } from '@hilo/shared/protocol/shapes.ts';
import { type ContactView, emptyView, viewOf } from '@hilo/shared/view/contact-view.ts';
import { settle } from './api.ts';
import type { AnswerOf, Event, Failure, Stored } from './events.ts';
import { adopt } from './incoming.ts';
import type { Model } from './model.ts';
import { keepOwn } from './outbox.ts';
import { ask } from './request.ts';
import { emit, isFree, laneOf, type Step, set } from './step.ts';
import { type Cache, readCache, readDevice } from './stored.ts';
import { focusQuery } from './sync.ts';

/** The first event: what the page asked for and what storage holds. */
export function boot(s: Step, event: Event & { type: 'boot' }): void {
  const { locale, pageLocale, visible, online, persistent, call } = event;
  set(s, { chosenLocale: locale, pageLocale, visible, online, persistent, bootCalls: [call] });
  if (visible) set(s, { activeAtMs: s.stamp.at });
  load(s, event.stored);
}

/** Takes what storage holds, and draws the cached snapshot until the server has answered. */
export function load(s: Step, stored: Stored): void {
  const device = read(s, stored, 'device', readDevice) ?? null;
  const cache = read(s, stored, 'cache', (raw) => readCache(raw, s.m.widgetId, device?.token ?? ''));
  set(s, { device, outbox: [], bootWanted: true, ...(cache && fromCache(cache, s.m)) });
  chooseLocale(s);
}

/** What is corrupt, foreign or another visitor's is ignored, and removed. */
export function read<T>(
  s: Step,
  stored: Stored,
  key: Exclude<keyof Stored, 'outbox'>,
  reader: (raw: string) => T | undefined,
): T | undefined {
  const raw = stored[key];
  if (raw === null) return undefined;
  const value = reader(raw);
  if (value === undefined) emit(s, { type: 'remove', key });
  return value;
}

function fromCache(cache: Cache, m: Model): Partial<Model> {
  const { config, contactId, contact, version, conversations: rows, screen, focusId, ...others } = cache;
  const conversations = Object.fromEntries(rows.map((row) => [row.conversationId, row]));
  const view: ContactView = { ...emptyView, contactId, contact, version, conversations };
  const known = screen === 'thread' && focusId && conversations[focusId];
  return {
    ...others,
    config: m.config ?? config,
    view,
    screen: { name: screen === 'messages' || known ? screen : 'home' },
    focus: known ? { kind: 'conversation', conversationId: known.conversationId } : { kind: 'none' },
  };
}

export function chooseLocale(s: Step): void {
  const { chosenLocale, config, pageLocale } = s.m;
  const ofWidget = config && config.locale !== 'auto' ? config.locale : null;
  set(s, { locale: chosenLocale ?? ofWidget ?? pageLocale });
}

/** Whether the server has said who we are and what there is. Until then nothing is asked of it but that. */
export function isSettled(s: Step): boolean {
  const { phase, bootWanted, lanes } = s.m;
  return phase.name === 'ready' && !bootWanted && !lanes['bootstrap']?.isBusy;
}

export function bootRule(s: Step): void {
  const { bootWanted, device } = s.m;
  if (!bootWanted || !isFree(s, 'bootstrap')) return;
  set(s, { bootWanted: false });
  if (s.m.phase.name === 'failed') set(s, { phase: { name: 'booting' } });
  // Without a token the query is all there is, so that the browser needs no preflight.
  ask(s, 'bootstrap', `bootstrap?${device ? `deviceId=${device.deviceId}` : ''}${focusQuery(s)}`);
}

export function bootDelayed(s: Step, { code }: Failure): void {
  const { retryAtMs } = laneOf(s.m, 'bootstrap');
  set(s, { phase: { name: 'failed', code, retryAtMs }, bootWanted: true });
}

export function booted(s: Step, { widget, snapshot }: AnswerOf<'bootstrap'>): void {
  const first = !s.m.config;
  set(s, { phase: { name: 'ready' }, config: widget, held: [], heldUntilMs: null });
  if (first && !widget.sound) set(s, { soundOn: false });
  chooseLocale(s);
  applySnapshot(s, snapshot);
  for (const call of s.m.bootCalls) settle(s, call);
  set(s, { bootCalls: [] });
  emit(s, { type: 'tell', event: { name: 'ready', value: { widgetId: s.m.widgetId } } });
}

/** The server's word replaces whatever was drawn before, also where it has none of us. */
export function applySnapshot(s: Step, snapshot: Snapshot | null): void {
  const view = snapshot ? viewOf(snapshot) : emptyView;
  adopt(s, view, snapshot?.thread?.messages);
  keepOwn(s);
  if (!snapshot && s.m.focus.kind === 'conversation') {
    set(s, { focus: { kind: 'none' }, screen: { name: s.m.tab } });
  }
}
