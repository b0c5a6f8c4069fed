/** Why a blob could not be read, for people. */
export const blobErrors = {
  empty: 'Unable to read the blob; there is nothing in it.',
  not_json: 'Unable to read the blob; it is not JSON. Copy the whole text, from the first { to the last }.',
  truncated: 'Unable to read the blob; its end is missing. Copy it again, or download it as a file.',
  not_a_blob: 'Unable to read this; it is JSON, but not a debug blob of Hilo.',
  newer_version: 'Unable to read the blob; it was made by a newer version of Hilo. Update, then try again.',
  unknown_version: 'Unable to read the blob; there is no such version of its format.',
  edited: 'Unable to trust the blob; its checksum does not match: it was edited or damaged on its way.',
  wrong_shape: 'Unable to read the blob; something in it is not as its format says.',
  hostile: 'Unable to read the blob; it holds what no blob holds. Do not trust its sender.',
  too_deep: 'Unable to read the blob; it is nested deeper than any blob is.',
  too_large: 'Unable to read the blob; it is larger than what can be read.',
} as const satisfies Record<string, string>;

export type BlobErrorCode = keyof typeof blobErrors;

export interface BlobRefusal {
  ok: false;
  code: BlobErrorCode;
  /** What happened and what to do, and where, as far as that is known. */
  sentence: string;
}

export function refuseBlob(code: BlobErrorCode, where = ''): BlobRefusal {
  return {
    ok: false,
    code,
    sentence: where ? `${blobErrors[code]} (${where})` : blobErrors[code],
  };
}
