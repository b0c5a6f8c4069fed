import type { Site } from '../support/fixtures.ts';
import type { Patch } from './patch.ts';
import type { Stage } from './stage.ts';

/** A variant of the product with a mistake in it, and the shortest story in which the mistake shows. */
export interface BrokenBuild {
  /** The rule of the catalogue that has to fire. */
  rule: string;
  /** The mistake, as it would stand in a bug report. */
  mistake: string;
  /** Other promises that cannot but break with it. */
  alsoBreaks?: readonly string[];
  /** And those that do where the timing is so. */
  mayBreak?: readonly string[];
  site?: Site;
  /** Mistakes in what the visitor's browser runs. */
  widget?: readonly Patch[];
  /** Mistakes in what the server runs. */
  server?: readonly Patch[];
  /** Mistakes in the database, made before anybody comes, and how to put it right again for the next story. */
  sql?: readonly string[];
  undo?: readonly string[];
  /** The mistake shows in the server's own lines: they are recorded too. */
  withServer?: true;
  play(stage: Stage): Promise<void>;
}

/** What is not as expected where these promises are broken; undefined where it is this one, and what breaks with it. */
export function findSurprise(
  { rule, alsoBreaks = [], mayBreak = [] }: BrokenBuild,
  broken: readonly string[],
): string | undefined {
  const missing = [rule, ...alsoBreaks].filter((id) => !broken.includes(id));
  const expected = [rule, ...alsoBreaks, ...mayBreak];
  const extra = broken.filter((id) => !expected.includes(id));
  if (missing.length + extra.length === 0) return undefined;
  return `kept: ${missing.join(', ') || '-'}; broken as well: ${extra.join(', ') || '-'}`;
}
