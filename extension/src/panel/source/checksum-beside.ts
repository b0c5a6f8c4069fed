import type { FileLike } from '../store/importing.ts';
import { checksumOfBytes } from './checksum-of.ts';

/** Below this a worker takes longer to start than the work. */
const workerBytesMin = 1 << 20;

/**
 * The checksum that the blob in a file should have, computed beside what the page does. A worker is started by the page's
 * own thread: it is to be asked for before that has much to do. It reads the file by itself, which is less work for the
 * page than to hand it over. Rejects where it is no blob, and when it is aborted.
 */
export function checksumBeside(file: FileLike, signal: AbortSignal): Promise<string> {
  if ((file.size ?? 0) < workerBytesMin)
    return file.arrayBuffer().then((buffer) => checksumOfBytes(new Uint8Array(buffer)));
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./checksum-worker.ts', import.meta.url), { type: 'module' });
    const end = (run: () => void) => {
      worker.terminate();
      run();
    };
    signal.addEventListener('abort', () => end(() => reject(signal.reason)), { once: true });
    worker.onmessage = ({ data }: MessageEvent<string | null>) =>
      end(() => (data === null ? reject(new Error('not a blob')) : resolve(data)));
    worker.onerror = () => end(() => reject(new Error('unable to start a worker')));
    worker.postMessage(file);
  });
}
