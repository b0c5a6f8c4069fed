/** What of this machine decides whether a window can be opened. */
export interface Machine {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
}

/** Why no window can be opened here and what to do instead; undefined where one can. */
export function findWindowProblem({ platform, env }: Machine): string | undefined {
  if (platform !== 'linux' || env['DISPLAY'] || env['WAYLAND_DISPLAY']) return undefined;
  return [
    'unable to open a browser window; there is no display here. One of these helps:',
    '  · run this on a desktop',
    '  · over SSH, forward the display: ssh -X',
    '  · run `npm start` here, and in a browser elsewhere load the folder dist/chrome that `npm run build` makes',
  ].join('\n');
}
