// npm start, npm run journey, replay, doctor, idp: builds what changed, then runs the command as the package does.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { main } from '../bin/main.mjs'
import { buildCompanion, buildExtension } from './build.mjs'

const BUILT = join(import.meta.dirname, '..', 'dist', 'companion', 'dcr-lab.mjs')

// On stderr: with --json the first line of stdout is for programs.
if (!existsSync(BUILT)) console.error('Building, which takes a few seconds the first time …')
await buildCompanion()
await main({ buildExtension: () => buildExtension('chrome') })
