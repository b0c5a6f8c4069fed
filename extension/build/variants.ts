import { resolve } from 'node:path';
import type { ManifestOptions } from '../../manifest.config.ts';

export interface Variant extends ManifestOptions {
  /** Name of its folder below `dist/`. */
  name: string;
}

const demoHosts = ['http://127.0.0.1/*', 'http://localhost/*'];

/** What people install. */
export const released: readonly Variant[] = [
  { name: 'chrome', target: 'chrome' },
  { name: 'firefox', target: 'firefox' },
];

/** The same with the sites of the demo let in from the start: nothing can click on the browser's own question. */
export const demo: readonly Variant[] = [
  { name: 'chrome-demo', target: 'chrome', hosts: demoHosts },
  { name: 'firefox-demo', target: 'firefox', hosts: demoHosts },
];

export const folderOf = ({ name }: Variant): string => resolve(import.meta.dirname, '../../dist', name);
