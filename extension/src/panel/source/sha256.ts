/** SHA-256 of text in chunks, as UTF-8, by the browser's own hand; 64 lower-case hex digits. */
export async function sha256(chunks: Iterable<string>): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', bytesOf(chunks));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const bytesMin = 1 << 16;
/** UTF-8 takes at most so many bytes for one UTF-16 code unit. */
const bytesPerUnit = 3;

function bytesOf(chunks: Iterable<string>): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  let bytes = new Uint8Array(bytesMin);
  let length = 0;
  for (const chunk of chunks) {
    const most = bytesPerUnit * chunk.length;
    if (length + most > bytes.length) {
      const wider = new Uint8Array(Math.max(2 * bytes.length, length + most));
      wider.set(bytes.subarray(0, length));
      bytes = wider;
    }
    length += encoder.encodeInto(chunk, bytes.subarray(length)).written;
  }
  return bytes.subarray(0, length);
}
