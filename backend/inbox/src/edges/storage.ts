import type { Agent } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { Draft, Pending } from '../model/state.ts';

/** What the inbox keeps in the browser. Everything works without: storage may be missing, full or corrupt. */

const sessionKey = 'hiloInboxSession';
const outboxKey = 'hiloInboxOutbox';
const draftPrefix = 'hiloInboxDraft-';

export interface KeptSession {
  token: string;
  expiresAt: number;
  agent: Agent;
}

export function readSession(): KeptSession | undefined {
  const kept = read<Partial<KeptSession>>(() => localStorage, sessionKey);
  const whole = typeof kept?.token === 'string' && typeof kept.agent?.agentId === 'string';
  return whole ? (kept as KeptSession) : undefined;
}

export function writeSession(session: KeptSession | undefined): void {
  write(() => localStorage, sessionKey, session);
}

/** Calls back when another tab signs in or out. */
export function watchSession(
  onChange: (session: KeptSession | undefined) => void,
  signal: AbortSignal,
): void {
  window.addEventListener('storage', (event) => event.key === sessionKey && onChange(readSession()), {
    signal,
  });
}

/** Of this tab: another tab would show what is still on its way here as interrupted. */
export function readOutbox(): Pending[] {
  const rows = read<Pending[]>(() => sessionStorage, outboxKey);
  return Array.isArray(rows) ? rows.filter((row) => typeof row?.clientId === 'string' && row.state) : [];
}

export function writeOutbox(rows: readonly Pending[]): void {
  write(() => sessionStorage, outboxKey, rows.length > 0 ? rows : undefined);
}

/** One key per conversation, so that tabs do not overwrite each other's. */
export function readDrafts(agentId: string): Record<string, Draft> {
  const prefix = `${draftPrefix}${agentId}-`;
  const drafts: Record<string, Draft> = {};
  for (const key of keys()) {
    if (!key.startsWith(prefix)) continue;
    const draft = read<Draft>(() => localStorage, key);
    if (typeof draft?.reply === 'string' && typeof draft.note === 'string')
      drafts[key.slice(prefix.length)] = draft;
  }
  return drafts;
}

export function writeDraft(agentId: string, conversationId: string, draft: Draft | undefined): void {
  write(() => localStorage, `${draftPrefix}${agentId}-${conversationId}`, draft);
}

function keys(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

function read<T>(storage: () => Storage, key: string): T | undefined {
  try {
    return JSON.parse(storage().getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

function write(storage: () => Storage, key: string, value: unknown): void {
  try {
    if (value === undefined) storage().removeItem(key);
    else storage().setItem(key, JSON.stringify(value));
  } catch {
    // Nothing is lost but persistence.
  }
}
