/** Raised where a side of the old version could no longer talk to one of the new. */
export const protocolVersion = 1;

/**
 * SHA-256 of all routes, frames, close codes and error codes. A test compares it, so that nobody changes what travels
 * by accident.
 */
export const wireHash = '5db0b0fc7324e043a572af427768619cb94939d1bcc4ca0f5a2bd12d825daf27';
