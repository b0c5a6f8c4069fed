import { buildVariant, packVariant } from './build-variant.ts';
import { demo, released } from './variants.ts';

/** `npm run build`, second half: the extension for each browser into `dist/`, packed, and as tests load it. */
try {
  for (const variant of [...released, ...demo]) {
    const built = await buildVariant(variant);
    if (released.includes(variant)) await packVariant(built);
    const { name, files, bytes, contentScriptBrotliBytes, elapsedMs } = built;
    const scripts = `content scripts ${contentScriptBrotliBytes} bytes brotli`;
    console.log(
      `extension ${name}  ${files} files  ${(bytes / 1024).toFixed(0)} KB  ${scripts}  ${elapsedMs} ms`,
    );
  }
} catch (error) {
  console.error(error);
  console.error('unable to build the extension; see above');
  process.exitCode = 1;
}
