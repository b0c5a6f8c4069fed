import { boot, load, read } from './boot.ts';
import type { Event, Stored } from './events.ts';
import type { Entry } from './model.ts';
import { emit, type Step, set } from './step.ts';
import { readEntry, readProfile, readSurveys } from './stored-later.ts';

/** The first event, where the page says who the visitor is, or an earlier one left more than that and what they saw. */
export function bootWithLeftovers(s: Step, event: Event & { type: 'boot' }): void {
  boot(s, event);
  const { call, user } = event;
  if (user) set(s, { jobs: [{ kind: 'identify', call, user }], bootCalls: [] });
  loadLeftovers(s, event.stored);
}

/** Everything that storage holds. */
export function loadAll(s: Step, stored: Stored): void {
  load(s, stored);
  loadLeftovers(s, stored);
}

/** What was written and not sent yet, what was typed into forms. */
function loadLeftovers(s: Step, stored: Stored): void {
  const outbox: Entry[] = [];
  for (const [id, raw] of Object.entries(stored.outbox)) {
    const entry = readEntry(id, raw);
    if (entry) outbox.push(entry);
    else emit(s, { type: 'remove', key: `outbox:${id}` });
  }
  set(s, {
    outbox,
    lastWrittenAt: Math.max(0, ...outbox.map((entry) => entry.writtenAt)),
    surveys: read(s, stored, 'survey', readSurveys) ?? {},
    prechat: { ...s.m.prechat, values: read(s, stored, 'profile', readProfile) ?? {} },
  });
}
