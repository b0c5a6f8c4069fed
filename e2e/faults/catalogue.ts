import type { BrokenBuild } from './broken-build.ts';
import { association } from './builds/association.ts';
import { identities } from './builds/identity.ts';
import { instrumentation } from './builds/instrumentation.ts';
import { lifecycle } from './builds/lifecycle.ts';
import { reading } from './builds/reading.ts';
import { resync } from './builds/resync.ts';
import { screen } from './builds/screen.ts';
import { sending } from './builds/sending.ts';
import { starting } from './builds/starting.ts';

/** For every rule of the catalogue a build that breaks it. */
export const brokenBuilds: readonly BrokenBuild[] = [
  ...starting,
  ...reading,
  ...sending,
  ...screen,
  ...resync,
  ...identities,
  ...association,
  ...lifecycle,
  ...instrumentation,
];
