declare module 'har-schema' {
  /** JSON Schemas of HAR 1.2, by the names by which they refer to each other. */
  const schemas: Record<string, object> & { har: object }
  export = schemas
}
