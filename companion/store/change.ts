/** One changed record: collection, id, new value; `null` when it was deleted. */
export type Change = readonly [collection: string, id: string, value: unknown]
