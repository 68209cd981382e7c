import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const run = promisify(execFile)
const ROOT = join(import.meta.dirname, '..', '..')
const TSC = join(ROOT, 'node_modules', '.bin', 'tsc')

const TSC_OPTIONS = [
  '--module',
  'nodenext',
  '--target',
  'es2022',
  '--strict',
  '--types',
  'node',
  '--typeRoots',
  join(ROOT, 'node_modules', '@types'),
]

const PLAYWRIGHT = join('node_modules', '@playwright', 'test', 'cli.js')
const VITEST = join('node_modules', 'vitest', 'vitest.mjs')

/** A folder as a stranger has it: the installed package, and nothing of this project above it. */
let folder: string
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dcr-package-'))
  const bin = join(folder, 'path')
  await run('mkdir', ['-p', bin])
  const tools = join(process.execPath, '..')
  for (const name of ['node', 'npm', 'npx']) await symlink(join(tools, name), join(bin, name))
  env = {
    PATH: [bin, '/bin', '/usr/bin'].join(delimiter),
    HOME: folder,
    npm_config_cache: await readCache(),
  }
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: ROOT,
    maxBuffer: 64 * 2 ** 20,
  })
  const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [{ filename: string }]
  await writeFile(join(folder, 'package.json'), '{ "name": "a-stranger", "type": "module" }')
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', `./${filename}`], {
    cwd: folder,
    env,
  })
}, 180_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

test('the package holds what runs, and no tests, benches or sources', async () => {
  const files = await readdir(join(folder, 'node_modules', 'dcr-lab'), { recursive: true })
  expect(
    files.filter((name) => /\.test\.|(^|\/)bench\/|^e2e\/|(?<!\.d)\.tsx?$/.test(name)),
  ).toEqual([])
  expect(files).toEqual(
    expect.arrayContaining([
      'bin/dcr-lab.mjs',
      'dist/companion/LICENCES.txt',
      'dist/extension/chrome-mv3/manifest.json',
      'dist/extension/firefox-mv3/manifest.json',
    ]),
  )
  const { scripts } = JSON.parse(
    await readFile(join(folder, 'node_modules', 'dcr-lab', 'package.json'), 'utf8'),
  ) as { scripts: Record<string, string> }
  expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([])
})

test('npx dcr-lab journey walks every step', async () => {
  const { stdout } = await npx('journey', '--json')
  expect(JSON.parse(stdout)).toMatchObject({ ok: true })
})

test('npx dcr-lab doctor examines the embedded provider', async () => {
  const { stdout } = await npx('doctor', '--dialect', 'keycloak', '--json')
  // As the real Keycloak answers a client that is not in the token's audience.
  expect(JSON.parse(stdout)).toMatchObject({
    findings: [{ id: 'introspection-inactive', severity: 'warning' }],
    left_behind: [],
  })
})

test('npx dcr-lab start says where it is, and another command is pointed at it by address and token', async () => {
  const child = spawn('npx', ['dcr-lab', 'start', '--ephemeral', '--json'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const ready = JSON.parse(line) as Ready
    expect(Object.keys(ready.addresses).sort()).toEqual([
      'control',
      'gateway',
      'idp',
      'portal',
      'sample_api',
    ])
    expect(Object.keys(ready.directories)).toEqual(['data', 'config'])
    const { stdout } = await npx('journey', '--json', '--companion', ready.addresses.control, {
      DCR_LAB_TOKEN: ready.token,
    })
    expect(JSON.parse(stdout)).toMatchObject({ ok: true })
    const runs = await fetch(`${ready.addresses.control}/api/runs`, {
      headers: { authorization: `Bearer ${ready.token}` },
    })
    expect(await runs.json()).toHaveLength(1)
    await expect(npx('journey', '--companion', ready.addresses.control)).rejects.toThrow(
      /DCR_LAB_TOKEN/,
    )
  } finally {
    const closed = once(child, 'close')
    process.kill(-(child.pid ?? 0), 'SIGTERM')
    await closed
  }
})

test('a program starts a companion by the types that the package brings', async () => {
  await writeFile(
    join(folder, 'program.ts'),
    `import { startCompanion, type StartedCompanion } from 'dcr-lab'
const companion: StartedCompanion = await startCompanion({ ephemeral: true, logLevel: 'silent' })
const { version }: { version: string } = await companion.client.getStatus()
console.log(version)
await companion.close()
`,
  )
  await run(TSC, [...TSC_OPTIONS, 'program.ts'], { cwd: folder })
  const { stdout } = await run('node', ['program.js'], { cwd: folder, env })
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

const FIRST_TEST = `import { expect, test } from 'dcr-lab/playwright'

test('a client registers, gets a token, and the API answers', async ({ journey }) => {
  expect((await journey.walk()).answer).toHaveVerdict('allowed')
})
`

test('five lines of Playwright are a green test, and their types hold', async () => {
  // Beside the package, as npm install --save-dev puts it; the registry is not asked.
  await mkdir(join(folder, 'node_modules', '@playwright'), { recursive: true })
  for (const name of ['@playwright/test', 'playwright', 'playwright-core'])
    await symlink(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name))
  await writeFile(join(folder, 'first.spec.ts'), FIRST_TEST)
  await run(TSC, [...TSC_OPTIONS, '--noEmit', 'first.spec.ts'], { cwd: folder })
  const kit = { DCR_LAB_KIT_DIR: join(folder, 'kit') }
  const { stdout } = await run('node', [PLAYWRIGHT, 'test', '--reporter=line'], {
    cwd: folder,
    env: { ...env, ...kit },
  })
  expect(stdout).toMatch(/1 passed/)
  expect((await readdir(kit.DCR_LAB_KIT_DIR)).filter((name) => name !== 'compiled')).toEqual([])
})

test('the same five lines are a green test in Vitest', async () => {
  await symlink(join(ROOT, 'node_modules', 'vitest'), join(folder, 'node_modules', 'vitest'))
  await writeFile(
    join(folder, 'first.test.ts'),
    FIRST_TEST.replace('dcr-lab/playwright', 'dcr-lab/vitest'),
  )
  // Vitest's own declarations take more than this package's.
  await run(TSC, [...TSC_OPTIONS, '--skipLibCheck', '--noEmit', 'first.test.ts'], { cwd: folder })
  const kit = { DCR_LAB_KIT_DIR: join(folder, 'kit') }
  const { stdout } = await run('node', [VITEST, 'run', 'first.test.ts'], {
    cwd: folder,
    env: { ...env, ...kit, NO_COLOR: '1' },
  })
  expect(stdout).toMatch(/Tests +1 passed/)
})

interface Ready {
  addresses: Record<string, string> & { control: string }
  directories: Record<string, string>
  token: string
}

function npx(...args: (string | NodeJS.ProcessEnv)[]): Promise<{ stdout: string }> {
  const words = args.filter((arg) => typeof arg === 'string')
  const more = args.filter((arg) => typeof arg !== 'string')
  return run('npx', ['dcr-lab', ...words], { cwd: folder, env: Object.assign({}, env, ...more) })
}

/** The packages that npm has already, so that a machine without a network can run this, too. */
async function readCache(): Promise<string> {
  const { stdout } = await run('npm', ['config', 'get', 'cache'])
  return stdout.trim()
}
