/** Raised where a side of the old version could no longer talk to one of the new. */
export const protocolVersion = 1;

/**
 * SHA-256 of all routes, frames, close codes and error codes. A test compares it, so that nobody changes what travels
 * by accident.
 */
export const wireHash = '608faf0df6d5b6841fd00ba171c71153b3e7a84d6305aebbc0eb0d458548d8bf';
