// npm run idp: the Okta dialect as a process of its own, to be entered as a stranger's organisation.
import { join } from 'node:path'
import { buildCompanion } from './build.mjs'

await buildCompanion()
const { runIdp } = await import(join(import.meta.dirname, '..', 'dist', 'companion', 'idp.mjs'))
await runIdp(process.argv.slice(2))
