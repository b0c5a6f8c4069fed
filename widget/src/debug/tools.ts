import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import type { Recorder } from '@hilo/shared/trace/recorder.ts';
import type { Stored } from '../core/events.ts';
import type { Model } from '../core/model.ts';
import type { BlobChoice } from '../trace/hook.ts';
import { logOperations } from './console.ts';
import { createDialog } from './dialog.ts';
import { makeBlob } from './make-blob.ts';
import { watchLive } from './watch-live.ts';

/** What the widget lends to its debug tools. */
export interface DebugPorts {
  readonly widgetId: string;
  readonly build: string;
  readonly base: string;
  readonly recorder: Recorder;
  readonly root: ShadowRoot;
  readonly tail: { previous(): string | null };
  readonly model: () => Model;
  /** Resolves when what the widget waits for, or waited for last, has happened. */
  readonly held: () => Promise<void> | undefined;
  readonly stored: () => Stored;
}

export interface DebugTools {
  /** A blob of this load, with the tail of the one before. */
  blob(choice?: BlobChoice): Promise<Blob>;
  /** The same, with the dialog to copy it. */
  open(): Promise<Blob>;
}

/** Everything for whoever debugs: the blob, the dialog to copy it, lines in the console, the judge at work. */
export function createTools(ports: DebugPorts): DebugTools {
  const blob = (choice?: BlobChoice) => makeBlob(ports, choice);
  const dialog = createDialog(ports, blob);
  logOperations(ports);
  watchLive(ports);
  return { blob, open: dialog.open };
}
