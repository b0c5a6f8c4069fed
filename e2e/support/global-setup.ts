import { buildFrontEnds } from '../../backend/src/start/build-front-ends.ts';

/** Widget and inbox are built once, before several products start side by side from the same folder. */
export default async function setup(): Promise<void> {
  await buildFrontEnds();
}
