import { join } from 'node:path';

export const rootFolder = join(import.meta.dirname, '../../..');
export const distFolder = join(rootFolder, 'dist');

/** Something that is built for browsers. */
export interface FrontEnd {
  name: 'widget' | 'inbox';
  configFile: string;
  outFolder: string;
  /** What it is built from: where nothing of it changed, nothing is built again. */
  sources: string[];
}

const shared = [join(rootFolder, 'shared/src'), join(rootFolder, 'package-lock.json')];

export const frontEnds: FrontEnd[] = [
  {
    name: 'widget',
    configFile: join(rootFolder, 'widget/vite.config.ts'),
    outFolder: join(distFolder, 'widget'),
    sources: [join(rootFolder, 'widget'), ...shared],
  },
  {
    name: 'inbox',
    configFile: join(rootFolder, 'backend/inbox/vite.config.ts'),
    outFolder: join(distFolder, 'inbox'),
    sources: [join(rootFolder, 'backend/inbox'), ...shared],
  },
];
