import { joinSpec } from '@hilo/shared/reconstruct/replay/join-spec.ts';
import difference from '@hilo/shared/spec/difference.ts?raw';
import outside from '@hilo/shared/spec/outside.ts?raw';
import person from '@hilo/shared/spec/page-person.ts?raw';
import pageTime from '@hilo/shared/spec/page-time.ts?raw';
import witness from '@hilo/shared/spec/page-witness.ts?raw';
import stage from '@hilo/shared/spec/stage.ts?raw';
import story from '@hilo/shared/spec/story.ts?raw';
import tests from '@hilo/shared/spec/tests.ts?raw';
import time from '@hilo/shared/spec/time.ts?raw';

/** A written test but for its story, as the order of `specFiles` has it. */
export const specRuntime = joinSpec([
  story,
  tests,
  stage,
  time,
  outside,
  difference,
  pageTime,
  person,
  witness,
]);
