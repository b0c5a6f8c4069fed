import { canonicalBytes } from '@hilo/shared/trace/checksum-bytes.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const utf8 = {
  encode: (text: string) => encoder.encode(text),
  decode: (bytes: Uint8Array) => decoder.decode(bytes),
};

/** The checksum that a blob should have, from the bytes of its text, by the browser's own hand. Rejects where they are none. */
export async function checksumOfBytes(bytes: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', canonicalBytes(bytes, 'checksum', utf8));
  const hex = Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0'));
  return `sha256:${hex.join('')}`;
}
