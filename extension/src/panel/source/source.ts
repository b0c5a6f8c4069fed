import type { Answer, Command, OtherTab } from '../../channel/messages.ts';
import type { Link } from '../store/panel-state.ts';

/** What a source tells. */
export interface SourceListener {
  /** One message of a document, unchecked. */
  message(message: unknown): void;
  link(link: Link): void;
  grants(origins: readonly string[]): void;
  /** Other tabs with the same widget. */
  others(tabs: readonly OtherTab[]): void;
  /** A request that the browser's own recording ended with: an entry of a HAR, unchecked. */
  recorded(entry: unknown): void;
}

/** Where the panel's facts come from: the live tab, or nowhere (files only). One message adapter for both. */
export interface Source {
  /**
   * Hears all there is, from the beginning, then what comes. `heardUpTo`: the number of a document's last record that
   * was taken, to be asked again after a new connection. Returns the function that ends it.
   */
  subscribe(listener: SourceListener, heardUpTo: (documentId: string) => number): () => void;
  /** Asks a document for something. Answers with a sentence where it cannot be asked; never rejects. */
  command(documentId: string, command: Command): Promise<Answer>;
}

/** Without a tab there is nothing to hear, and nobody to ask. */
export const noSource: Source = {
  subscribe(listener) {
    listener.link({ name: 'offline' });
    return () => undefined;
  },
  command: () =>
    Promise.resolve({ ok: false, sentence: 'This comes from a file; there is no page to act on.' }),
};
