import type { IncomingMessage } from 'node:http';
import { limits } from '@hilo/shared/limits.ts';
import { HiloError } from '../hilo-error.ts';

/**
 * A request's body, parsed.
 * Throws `unsupported_media_type` (anything but JSON in UTF-8, uncompressed), `body_too_large`, `invalid_json`.
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  assertJson(request);
  const bytes = await readBytes(request);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new HiloError('invalid_json');
  }
}

function assertJson({ headers }: IncomingMessage): void {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const isUtf8 = parameters.every((parameter) => !/charset\s*=(?!\s*"?utf-8"?\s*$)/.test(parameter));
  if (type.trim() !== 'application/json' || !isUtf8) {
    throw new HiloError(
      'unsupported_media_type',
      'Unable to read the request; send JSON as application/json.',
    );
  }
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity') {
    throw new HiloError('unsupported_media_type', 'Unable to read the request; send it without compression.');
  }
}

function tooLarge(): HiloError {
  return new HiloError(
    'body_too_large',
    `Unable to read the request; its body is larger than ${limits.requestBodyBytesMax} bytes.`,
  );
}

function readBytes(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limits.requestBodyBytesMax) throw tooLarge();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > limits.requestBodyBytesMax) {
        chunks.length = 0;
        reject(tooLarge());
        return;
      }
      chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    const endedEarly = () =>
      reject(new HiloError('invalid_json', 'Unable to read the request; it ended early.'));
    request.on('aborted', endedEarly);
    request.on('error', endedEarly);
  });
}
