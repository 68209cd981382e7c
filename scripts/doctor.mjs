// npm run doctor: what is wrong, why, and what mends it.
import { join } from 'node:path'
import { buildCompanion } from './build.mjs'

await buildCompanion()
const { runDoctor } = await import(
  join(import.meta.dirname, '..', 'dist', 'companion', 'doctor.mjs')
)
process.exit(await runDoctor(process.argv.slice(2)))
