import type { Blob } from '../../trace/blob-schema.ts';
import type { BrokenPromises } from './broken-promises.ts';

/** What a written test says of itself to whoever opens it, line by line. */
export function aboutOf({ loads, textIncluded }: Blob, build: string, broken: BrokenPromises): string[] {
  const load = loads.at(-1);
  const before = loads.length > 1 ? loads.at(-2) : undefined;
  return [
    `The load ${load?.traceId ?? ''} of the widget, recorded by build ${build}: the network, the clock and the person`,
    'are as they were then.',
    ...(before
      ? [
          `The blob also holds the load before it, ${before.traceId ?? 'without a trace id'}: that one is not told here.`,
        ]
      : []),
    ...(textIncluded
      ? []
      : ['What people wrote is masked: texts have the length and shape of what was there.']),
    '',
    ...meaningOf(broken),
  ];
}

function meaningOf({ ours, servers }: BrokenPromises): string[] {
  const asRecorded = '"goes as it was recorded" passes where the widget does what it did then';
  const first =
    ours.length > 0
      ? [
          `${asRecorded}, the mistake included, and`,
          'tells where the flow parts from it once it does not.',
          '"promise … holds" fails as long as the promise is broken: that is the complaint.',
          'Mend the code, delete the first, keep the second.',
        ]
      : [`${asRecorded}, and tells where the flow`, 'parts from it where it does not.'];
  const others = servers.flatMap(({ ruleId, promise }) => [
    '',
    `The server's own answers break "${promise}" (${ruleId}): no widget can mend`,
    'that, so no test here asks for it. Look at the server: npx hilo audit, and npx hilo trace show <trace id>.',
  ]);
  return [...first, ...others];
}
