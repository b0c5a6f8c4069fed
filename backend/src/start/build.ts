import picocolors from 'picocolors';
import { type Built, buildFrontEnds } from './build-front-ends.ts';

/** `npm run build`: everything browsers load, into `dist/`, with its sizes. */
try {
  for (const built of await buildFrontEnds({ force: true })) print(built);
} catch (error) {
  console.error(error);
  console.error('unable to build; see above');
  process.exitCode = 1;
}

function print({ name, files, elapsedMs }: Built): void {
  console.log(`${picocolors.bold(name)} ${picocolors.dim(`${elapsedMs} ms`)}`);
  const width = Math.max(...files.map((file) => file.name.length));
  for (const file of files) {
    const sizes = `${kilobytes(file.bytes)}  ${picocolors.dim('brotli')} ${kilobytes(file.brotliBytes)}`;
    console.log(`  ${file.name.padEnd(width)} ${sizes}`);
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`.padStart(9);
}
