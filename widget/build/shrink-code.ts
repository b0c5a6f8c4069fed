import { type MinifyOptions, minify } from 'terser';
import type { Plugin } from 'vite';

/**
 * What may be taken for granted here: getters have no side effects, nothing asks for `arguments`, what is compared are
 * numbers or texts, and what is made text is no symbol.
 */
const options: MinifyOptions = {
  module: true,
  ecma: 2022,
  compress: {
    passes: 6,
    // One idiom for one thing compresses better than the shortest for each.
    inline: 1,
    lhs_constants: false,
    pure_getters: true,
    keep_fargs: false,
    unsafe: true,
    unsafe_arrows: true,
    unsafe_comps: true,
    unsafe_methods: true,
  },
  format: { comments: false },
};

/**
 * A kilobyte smaller than the default minifier. It is the last to see the code: whatever comes after it would print it
 * anew. The files' names tell what went in; how it was made smaller is part of that.
 */
export function shrinkCode(): Plugin {
  return {
    name: 'hilo-shrink-code',
    augmentChunkHash: () => JSON.stringify(options),
    async generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') file.code = (await minify(file.code, options)).code as string;
      }
    },
  };
}
