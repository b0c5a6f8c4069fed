/** Why a blob could not be read, for people. `exitCode` is what the command line ends with. */
export const blobErrors = {
  empty: { exitCode: 2, sentence: 'Unable to read the blob; there is nothing in it.' },
  not_json: {
    exitCode: 2,
    sentence: 'Unable to read the blob; it is not JSON. Copy the whole text, from the first { to the last }.',
  },
  truncated: {
    exitCode: 2,
    sentence: 'Unable to read the blob; its end is missing. Copy it again, or download it as a file.',
  },
  not_a_blob: {
    exitCode: 2,
    sentence: 'Unable to read this; it is JSON, but not a debug blob of Hilo.',
  },
  newer_version: {
    exitCode: 3,
    sentence: 'Unable to read the blob; it was made by a newer version of Hilo. Update, then try again.',
  },
  unknown_version: {
    exitCode: 2,
    sentence: 'Unable to read the blob; there is no such version of its format.',
  },
  edited: {
    exitCode: 4,
    sentence: 'Unable to trust the blob; its checksum does not match: it was edited or damaged on its way.',
  },
  wrong_shape: {
    exitCode: 2,
    sentence: 'Unable to read the blob; something in it is not as its format says.',
  },
  hostile: {
    exitCode: 2,
    sentence: 'Unable to read the blob; it holds what no blob holds. Do not trust its sender.',
  },
  too_deep: { exitCode: 2, sentence: 'Unable to read the blob; it is nested deeper than any blob is.' },
  too_large: { exitCode: 2, sentence: 'Unable to read the blob; it is larger than what can be read.' },
} as const satisfies Record<string, { exitCode: number; sentence: string }>;

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
    sentence: where ? `${blobErrors[code].sentence} (${where})` : blobErrors[code].sentence,
  };
}
