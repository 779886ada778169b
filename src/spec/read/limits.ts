/** How large a spec may be. Each limit has a diagnostic that names what was measured and what is allowed. */
export const maxBytes = 1024 * 1024;
export const maxDepth = 64;
export const maxNodes = 20_000;
/** Keys, marks, spaces and line ends: far more than so many nodes need. */
export const maxPieces = 200_000;
export const maxKeys = 2_000;
/** Characters of one scalar. */
export const maxScalar = 64 * 1024;
export const maxServices = 200;
/** Of all services together. */
export const maxEntities = 500;
export const maxFields = 200;
export const maxName = 63;
