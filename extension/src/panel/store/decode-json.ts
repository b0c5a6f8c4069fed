import { limits } from '@hilo/shared/limits.ts';

/** Of all characters: escapes would make more of them longer than it is worth. */
const widePartMax = 0.01;
const escapeChars = 6;
const wide = /[\u0100-\uffff]/g;

export interface JsonDecoder {
  /** The bytes that follow those before (UTF-8). */
  add(bytes: Uint8Array): void;
  /** The whole text. */
  end(): string;
}

/**
 * JSON text from its bytes, for JSON.parse alone: the few characters beyond Latin-1 come as escapes, which mean the
 * same. A text with a single one of them takes two bytes for each character, and several times as long to make and to
 * parse.
 */
export function createJsonDecoder(): JsonDecoder {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  const wideParts: number[] = [];
  let chars = 0;
  let wideChars = 0;

  function take(part: string): void {
    chars += part.length;
    // In a part of one byte for each character, this is not looked for at all.
    const found = part.match(wide)?.length ?? 0;
    if (found > 0) wideParts.push(parts.length);
    wideChars += found;
    parts.push(part);
  }

  return {
    add: (bytes) => take(decoder.decode(bytes, { stream: true })),
    end() {
      take(decoder.decode());
      const isTooLong = chars + (escapeChars - 1) * wideChars > limits.blobCharsMax;
      const isWorthIt = wideChars <= widePartMax * chars && !isTooLong;
      for (const n of isWorthIt ? wideParts : []) parts[n] = (parts[n] as string).replace(wide, escaped);
      return parts.join('');
    },
  };
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
