export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** The same code with these places written anew. */
export function editCode(code: string, edits: readonly Edit[]): string {
  let edited = '';
  let at = 0;
  for (const { start, end, text } of [...edits].sort((a, b) => a.start - b.start)) {
    edited += code.slice(at, start) + text;
    at = end;
  }
  return edited + code.slice(at);
}
