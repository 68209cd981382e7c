// npm run journey: the twelve steps without a browser.
import { join } from 'node:path'
import { buildCompanion } from './build.mjs'

await buildCompanion()
const { runJourney } = await import(
  join(import.meta.dirname, '..', 'dist', 'companion', 'journey.mjs')
)
process.exit(await runJourney(process.argv.slice(2)))
