import { checksumOfBytes } from './checksum-of.ts';

/** Answers a file with the checksum that the blob in it should have, or with null. */
self.onmessage = async ({ data }: MessageEvent<File>) => {
  const checksum = data.arrayBuffer().then((buffer) => checksumOfBytes(new Uint8Array(buffer)));
  self.postMessage(await checksum.catch(() => null));
};
