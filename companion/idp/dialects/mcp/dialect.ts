import { defineStandardDialect } from '../standard/standard-dialect.ts'

/** What an MCP client expects: open registration, PKCE for every code, client ids that are documents. */
export const dialect = defineStandardDialect({
  path: '/mcp',
  registration: 'open',
  isForMcp: true,
})
