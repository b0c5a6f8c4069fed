import { catalogue } from '@hilo/shared/invariants/catalogue.ts';
import { type BuiltWidget, buildWidget } from '../faults/build-widget.ts';
import { brokenBuilds } from '../faults/catalogue.ts';

/** A mistake that the widget can be built with, to see the promise break that it breaks. */
export interface Mistake {
  rule: string;
  /** As it would stand in a bug report. */
  mistake: string;
  promise: string;
  build(): Promise<BuiltWidget>;
}

const option = '--mistake';

/**
 * The mistake that the command line asks for, `--mistake double-click-is-one-start`; undefined where it asks for none.
 * Throws a sentence where there is no such mistake in the widget.
 */
export function findMistake(args: readonly string[]): Mistake | undefined {
  const at = args.indexOf(option);
  if (at < 0) return undefined;
  const wanted = args[at + 1] ?? '';
  // Those in the server would need another server.
  const known = brokenBuilds.filter(({ widget, server, sql }) => widget && !server && !sql);
  const found = known.find(({ rule }) => rule === wanted);
  if (!found) {
    const names = known.map(({ rule }) => `  · ${rule}`).join('\n');
    throw new Error(`unable to build the widget with the mistake “${wanted}”; there are:\n${names}`);
  }
  const { rule, mistake, widget = [] } = found;
  const promise = catalogue.find(({ id }) => id === rule)?.promise ?? '';
  return { rule, mistake, promise, build: () => buildWidget(`devtools-${rule}`, widget) };
}
