import { useState } from 'react';
import type { Load } from '../../model/session.ts';
import { useActions, usePanel } from '../../store/panel-context.ts';
import { copyText } from '../parts/copy-text.ts';
import { download, exportPorts } from './export-ports.ts';
import { type Format, fileNameOf, toFile, writeAs } from './formats.ts';
import { makeExport } from './make-export.ts';
import { specRuntime } from './spec-runtime.ts';

export interface ExportState {
  isBusy: boolean;
  /** How it went, in sentences. */
  said: readonly string[];
  failed: boolean;
}

const idle: ExportState = { isBusy: false, said: [], failed: false };

/** Makes the chosen loads into a file, or puts them on the clipboard. */
export function useExport(loads: readonly Load[], includeText: boolean) {
  const actions = useActions();
  const session = usePanel((state) => state.session);
  const [state, setState] = useState<ExportState>(idle);

  const run = async (format: Format, how: 'save' | 'copy') => {
    setState({ ...idle, isBusy: true });
    try {
      setState({ isBusy: false, ...(await write(format, how)) });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      setState({ isBusy: false, said: [`Unable to export; ${why}.`], failed: true });
    }
  };

  const write = async (format: Format, how: 'save' | 'copy'): Promise<Omit<ExportState, 'isBusy'>> => {
    const made = await makeExport(
      loads,
      { includeText },
      exportPorts(actions, () => session),
    );
    if (!made.ok) return { said: [made.sentence], failed: true };
    const written = writeAs(format.name, made.blob, { origin: originOf(loads.at(-1)), specRuntime });
    if (!written.ok) return { said: [written.sentence], failed: true };
    if (how === 'copy') {
      const done = await copyText([...written.pieces].join(''));
      return done
        ? { said: ['Copied.', ...made.notes], failed: false }
        : { said: ['Unable to copy; the browser refused. Save it as a file.'], failed: true };
    }
    const type = format.mimeType;
    const file = toFile<Blob>(written.pieces, (parts) => new Blob([...parts], { type }));
    const name = fileNameOf(format, made.blob, made.blob.madeAt);
    download(file, name);
    return { said: [`Saved as ${name}.`, ...made.notes], failed: false };
  };

  /** Of the backend that the page named; a file names none. */
  const originOf = (load: Load | undefined): string | undefined => {
    const document = load?.documentId ? session.documents.get(load.documentId) : undefined;
    const base = document?.widgets.find((widget) => widget.traceId === load?.traceId)?.base;
    try {
      return base && new URL(base).origin;
    } catch {
      return undefined;
    }
  };

  return { state, run };
}
