/** Evaluated before everything else that the test file imports. */
export const loadedAt = performance.now()
