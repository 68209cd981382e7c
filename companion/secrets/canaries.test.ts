import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildProgram, startProgram, TOKEN } from './testing/companion-program.ts'
import { ENCODINGS } from './testing/encodings.ts'
import { openHostileServer } from './testing/hostile-server.ts'
import { type Sinks, Tour, TYPED } from './testing/tour.ts'

const GIVEN = {
  client_secret: 'canary-client-secret/3b7c+Zz2=',
  registration_access_token: 'canary-management-token/6e15+Xx8=',
  access_token: 'canary-access-token/a04d+Cc4=',
  refresh_token: 'canary-refresh-token/d92f+Vv6=',
  id_token: 'canary-id-token/07be+Bb0=',
}
const KNOWN = { ...GIVEN, ...TYPED, session_token: TOKEN }

interface Collected {
  sinks: Sinks
  canaries: Record<string, string>
}

let root: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'dcr-canaries-'))
})

afterAll(() => rm(root, { recursive: true, force: true }))

/** Walks through a companion twice, with a restart between, and reads every place where a text can end up. */
async function collect(name: string, isMasking: boolean): Promise<Collected> {
  const sinks: Sinks = new Map()
  const canaries: Record<string, string> = { ...KNOWN }
  const program = join(root, `${name}.mjs`)
  const home = join(root, name)
  await buildProgram(program, isMasking)
  const hostile = await openHostileServer(GIVEN)
  try {
    for (const start of ['first start', 'after a restart']) {
      const companion = await startProgram(program, home)
      try {
        const tour = new Tour(companion, hostile)
        if (start === 'first start') await tour.go()
        await tour.look()
        await tour.finish(sinks, start)
        Object.assign(canaries, tour.made)
      } finally {
        await companion.stop()
      }
      sinks.set(`${start}: stderr`, companion.stderr())
      for (const [file, text] of await readFiles(join(home, 'data')))
        sinks.set(`${start}: ${file}`, text)
    }
  } finally {
    hostile.close()
  }
  return { sinks, canaries }
}

async function readFiles(directory: string): Promise<[string, string][]> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true })
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }): Promise<[string, string]> => [
        name,
        await readFile(join(parentPath, name), 'utf8'),
      ]),
  )
}

function findLeaks({ sinks, canaries }: Collected): { leaks: string[]; checks: number } {
  const leaks: string[] = []
  let checks = 0
  for (const [sink, text] of sinks)
    for (const [kind, secret] of Object.entries(canaries))
      for (const [encoding, encode] of Object.entries(ENCODINGS)) {
        checks += 2
        const written = encode(secret)
        const inJson = JSON.stringify(written).slice(1, -1)
        if (text.includes(written) || text.includes(inJson))
          leaks.push(`${kind} as ${encoding} in ${sink}`)
      }
  return { leaks, checks }
}

test('no canary leaves the vault, in any encoding, at any place', async () => {
  const collected = await collect('masked', true)
  const { sinks, canaries } = collected
  const { leaks, checks } = findLeaks(collected)
  process.stdout.write(
    `${checks} checks of ${sinks.size} places for ${Object.keys(canaries).length} canaries\n`,
  )
  expect(leaks).toEqual([])
  expect([...sinks].filter(([, text]) => text.includes(' 404 '))).toEqual([])
  const used = /^first start: (?:bodies|HAR|journal.*log$|events|problems)/
  const silent = [...sinks].filter(([sink, text]) => used.test(sink) && !text.includes('••••'))
  expect(silent).toEqual([])
}, 120_000)

test('with masking off the canaries are found: the test can see them', async () => {
  const { leaks } = findLeaks(await collect('unmasked', false))
  const places = new Set(leaks.map((leak) => leak.split(' in ').at(-1)))
  for (const place of ['answers', 'problems', 'events', 'verdicts', 'HAR', 'stderr', 'bodies'])
    expect([...places], place).toContain(`first start: ${place}`)
  for (const kind of Object.keys(KNOWN).filter((kind) => kind !== 'session_token'))
    expect(
      leaks.some((leak) => leak.startsWith(kind)),
      kind,
    ).toBe(true)
}, 120_000)
