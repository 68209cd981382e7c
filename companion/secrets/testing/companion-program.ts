import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'

export const TOKEN = 'canary-session-token-0123456789abcdef'

/** A companion in a process of its own, so that its log is a real stderr. */
export interface CompanionProgram {
  addresses: Addresses
  stderr(): string
  stop(): Promise<void>
}

const PROGRAM = `
  import { startCompanion } from './companion/exports.ts'
  const [dataDir, configDir] = process.argv.slice(2)
  const ports = { control: 0, gateway: 0, idp: 0, portal: 0, sample_api: 0 }
  const companion = await startCompanion({ dataDir, configDir, ports, token: ${JSON.stringify(TOKEN)}, logLevel: 'debug' })
  console.log(JSON.stringify(companion.addresses))
  process.once('SIGTERM', () => companion.close().then(() => process.exit(0)))`

/** The negative control: nothing is masked, neither by its name nor because it is known. */
const UNMASKED: Plugin = {
  name: 'unmasked',
  setup(bundler) {
    bundler.onLoad(
      { filter: /companion\/secrets\/(?:secret-registry|mask-token|mask-named)\.ts$/ },
      () => ({
        contents: `
        export const createSecretRegistry = () => ({
          add() {}, declareName() {}, addAll() {}, completed: Promise.resolve(),
          mask: (text) => text, maskWith: () => (text) => text,
          isSecretName: () => false, isComplete: () => true,
        })
        export const maskToken = (token) => token
        export const maskSignatures = (text) => text
        export const maskNamed = (value) => value`,
        loader: 'ts',
      }),
    )
  },
}

export async function buildProgram(outfile: string, isMasking: boolean): Promise<void> {
  await build({
    stdin: { contents: PROGRAM, resolveDir: process.cwd(), loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    banner: {
      js: 'import{createRequire as __r}from"node:module";const require=__r(import.meta.url);',
    },
    plugins: isMasking ? [] : [UNMASKED],
  })
}

export async function startProgram(program: string, root: string): Promise<CompanionProgram> {
  const child: ChildProcess = spawn(
    process.execPath,
    [program, join(root, 'data'), join(root, 'config')],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  let stdout = ''
  const addresses = await new Promise<Addresses>((resolve, reject) => {
    child.once('exit', () => reject(new Error(stderr)))
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
      if (stdout.includes('\n')) resolve(JSON.parse(stdout) as Addresses)
    })
  })
  return {
    addresses,
    stderr: () => stderr,
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}
