/** Raised where a side of the old version could no longer talk to one of the new. */
export const protocolVersion = 1;

/**
 * SHA-256 of all routes, frames, close codes and error codes. A test compares it, so that nobody changes what travels
 * by accident.
 */
export const wireHash = '519987beae37600b602104dccd94fd28b9987cbf2d829ef01247c0bd0e6c906c';
