// npm run interop -- [NAME…]: the journey, a client's life and the doctor at servers of other people.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build, stop } from 'esbuild'
import { buildCompanion } from './build.mjs'

const ROOT = join(import.meta.dirname, '..')
const BUILT = join(ROOT, 'dist', `interop-${process.pid}.mjs`)

process.chdir(ROOT)
await buildCompanion()
await build({
  absWorkingDir: ROOT,
  entryPoints: ['e2e/interop/main.ts'],
  outfile: BUILT,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  external: ['prettier', 'undici'],
  logLevel: 'warning',
})
await stop()
process.once('exit', () => rmSync(BUILT, { force: true }))
const { runInterop } = await import(BUILT)
process.exit(await runInterop(process.argv.slice(2)))
