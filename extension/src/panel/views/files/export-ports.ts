import type { Load, Session } from '../../model/session.ts';
import type { PanelActions } from '../../store/actions.ts';
import type { ExportPorts } from './make-export.ts';

/** The panel is drawn again at least this often, in milliseconds. */
const turnMs = 12;

/** What an export needs of the browser. `session`: asked when it is needed, since it changes meanwhile. */
export function exportPorts(actions: PanelActions, session: () => Session): ExportPorts {
  return {
    command: actions.command,
    isAlive: (load: Load) =>
      load.documentId !== null && session().documents.get(load.documentId)?.life === 'alive',
    drawMaskKey() {
      const [one = 0, other = 0] = crypto.getRandomValues(new Uint32Array(2));
      return [one, other];
    },
    now: () => Date.now(),
    async inTurns(steps) {
      for (;;) {
        const until = performance.now() + turnMs;
        do {
          const step = steps.next();
          if (step.done) return step.value;
        } while (performance.now() < until);
        await new Promise((resolve) => setTimeout(resolve));
      }
    },
  };
}

/** Hands a file to the person. */
export function download(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads it after the click; how long that takes is its own affair.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
