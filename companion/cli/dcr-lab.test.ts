import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runCommandLine } from './dcr-lab.ts'

let said: string[]

beforeEach(() => {
  said = []
  vi.spyOn(console, 'error').mockImplementation((line) => void said.push(String(line)))
})

afterEach(() => vi.restoreAllMocks())

const run = async (line: string) => {
  const code = await runCommandLine(line.split(' '), { extension: '' })
  return { code, text: said.join('\n') }
}

test('an unknown command is refused with the list of the commands', async () => {
  expect(await run('strat')).toEqual({
    code: 1,
    text: "Unknown command 'strat'\n(Did you mean start?)\nThe commands are start, journey, replay, visits, watch, import, doctor, idp, store; see dcr-lab --help.",
  })
})

test('an unknown option is refused in a sentence, with the help of its command', async () => {
  expect(await run('idp --wrong')).toEqual({
    code: 1,
    text: "Unknown option '--wrong'\nSee dcr-lab idp --help.",
  })
})

test.each([
  ['journey --provider keycloak', '--provider has no effect without --idp-host.'],
  ['doctor --provider keycloak', '--provider has no effect without --host.'],
  [
    'idp --no-access-policy --dialect keycloak',
    '--no-access-policy has no effect without --dialect okta.',
  ],
])('%s is refused: the option would have no effect', async (line, sentence) => {
  const { code, text } = await run(line)
  expect(code).toBe(1)
  expect(text).toContain(sentence)
})

test.each([
  ['doctor --scenario a --selftest', '--selftest'],
  ['doctor --dialect okta --host http://127.0.0.1:1', '--host'],
  ['doctor --list --dialect okta', '--list'],
  ['journey --keep --companion http://127.0.0.1:1', '--companion'],
  ['journey --config /tmp --companion http://127.0.0.1:1', '--companion'],
  ['journey --idp-host http://127.0.0.1:1 --provider gluu --dialect keycloak', '--provider'],
])('%s is refused: the options contradict each other', async (line, option) => {
  const { code, text } = await run(line)
  expect(code).toBe(1)
  expect(text).toMatch(/^Option '.*' cannot be used with option '/)
  expect(text).toContain(option)
})

test.runIf(process.platform === 'linux').each([['--data'], ['--config']])(
  'start %s with an impossible directory ends with the reason',
  async (option) => {
    const { code, text } = await run(`start --ephemeral --no-open ${option} /proc/dcr-lab`)
    expect(code).toBe(1)
    expect(text).toContain('The directory /proc/dcr-lab cannot be used')
  },
)

test.each([
  ['/etc/passwd', '--data'],
  ['/etc/passwd/below', '--data'],
  ['/etc/passwd', '--config'],
])(
  'a file in the place of a directory ends start with the reason: %s for %s',
  async (path, option) => {
    const { code, text } = await run(`start --ephemeral --no-open ${option} ${path}`)
    expect(code).toBe(1)
    expect(text).toContain(
      `The directory ${path} cannot be used: /etc/passwd exists and is not a directory`,
    )
  },
)

test('a token that no request could present ends start with the reason', async () => {
  vi.stubEnv('DCR_LAB_TOKEN', 'abc')
  const { code, text } = await run('start --ephemeral --no-open')
  vi.unstubAllEnvs()
  expect(code).toBe(1)
  expect(text).toContain('16 to 200 characters')
  expect(text).toContain('DCR_LAB_TOKEN')
})
