import { defineManifest } from '@crxjs/vite-plugin';
import manifestPackage from './package.json' with { type: 'json' };

export type ExtensionTarget = 'chrome' | 'firefox';

export interface ManifestOptions {
  target: ExtensionTarget;
  /** Match patterns of sites that a build may watch without asking; for tests and demonstrations. */
  hosts?: readonly string[];
}

const icons = {
  16: 'icons/icon16.png',
  32: 'icons/icon32.png',
  48: 'icons/icon48.png',
  128: 'icons/icon128.png',
};
const background = 'src/background/background.ts';

/**
 * What the browser is told about the extension; paths are below `extension/`. It asks for no site by itself: the person
 * lets it watch one, and only there are scripts registered, at run time. So there are no `content_scripts` in here.
 */
export function manifestOf({ target, hosts = [] }: ManifestOptions) {
  return defineManifest({
    manifest_version: 3,
    name: 'Hilo',
    version: manifestPackage.version,
    description: 'Shows what a Hilo chat on this page does, which promise it broke, and the proof.',
    icons,
    action: { default_popup: 'src/popup/popup.html', default_icon: icons, default_title: 'Hilo' },
    devtools_page: 'src/devtools.html',
    permissions: ['storage', 'scripting', 'activeTab'],
    optional_host_permissions: ['http://*/*', 'https://*/*'],
    ...(hosts.length > 0 && { host_permissions: [...hosts] }),
    ...(target === 'firefox' ? firefox : chrome),
  });
}

const chrome = {
  minimum_chrome_version: '120',
  background: { service_worker: background, type: 'module' as const },
};

const firefox = {
  background: { scripts: [background], type: 'module' as const },
  browser_specific_settings: {
    gecko: {
      id: 'devtools@hilo.example',
      strict_min_version: '142.0',
      data_collection_permissions: { required: ['none' as const] },
    },
  },
};
