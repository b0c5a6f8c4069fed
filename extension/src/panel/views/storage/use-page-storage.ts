import { useCallback, useEffect, useState } from 'react';
import type { Load } from '../../model/session.ts';
import { useActions, usePanel } from '../../store/panel-context.ts';
import { readPageStorage } from './page-storage.ts';

export interface PageStorage {
  /** Null until the page has answered, or where it cannot be asked. */
  entries: ReadonlyMap<string, string> | null;
  /** Why the last question or order was not followed. */
  sentence: string | null;
  canWrite: boolean;
  /** Writes a key on the page; null removes it. Resolves with whether it was done. */
  write(key: string, value: string | null): Promise<boolean>;
}

/** The storage of the page that a load is on, asked for again whenever its trace tells of a change. */
export function usePageStorage(load: Load | undefined): PageStorage {
  const { command } = useActions();
  const documentId = load?.documentId ?? null;
  const life = usePanel((state) =>
    documentId === null ? undefined : state.session.documents.get(documentId)?.life,
  );
  const canWrite = documentId !== null && life === 'alive';
  const [entries, setEntries] = useState<PageStorage['entries']>(null);
  const [sentence, setSentence] = useState<string | null>(null);
  const changes = load?.byKind.get('storage')?.length ?? 0;

  const read = useCallback(async () => {
    if (!canWrite || documentId === null) return setEntries(null);
    const answer = await command(documentId, { type: 'read_storage' });
    setEntries((answer.ok && readPageStorage(answer.value)) || null);
    setSentence(answer.ok ? null : answer.sentence);
  }, [canWrite, documentId, command]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change in the trace is what it waits for
  useEffect(() => void read(), [read, changes]);

  const write = async (key: string, value: string | null) => {
    if (documentId === null) return false;
    const answer = await command(documentId, { type: 'write_storage', key, value });
    await read();
    setSentence(answer.ok ? null : answer.sentence);
    return answer.ok;
  };
  return { entries, sentence, canWrite, write };
}
