import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { runCommandLine } from '../cli/dcr-lab.ts'
import { runSteps, startTestCompanion, type TestCompanion } from '../test-companion.ts'
import { checkBudget } from './check-budget.ts'

let lab: TestCompanion

const runJourney = (...options: string[]) =>
  runCommandLine(['journey', ...options], { extension: '' })

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

const register = (run: string, name: string) => {
  const host = `${lab.companion.addresses.idp}/gluu`
  return lab.client.registerClient({
    body: {
      id: randomUUID(),
      origin: 'test',
      run,
      provider: 'gluu',
      idp_host: host,
      registration_endpoint: `${host}/jans-auth/restv1/register`,
      metadata: { client_name: name, grant_types: ['client_credentials'] },
    },
  })
}

test('a script’s run over its budget fails and lists the clients', async () => {
  const [one, two] = [await register('nightly', 'One'), await register('nightly', 'Two')]
  await register('another', 'Elsewhere')
  const within = await lab.client.checkBudget({ body: { run: 'nightly', budget: 2 } })
  expect(within.clients.map(({ client_name }) => client_name).sort()).toEqual(['One', 'Two'])
  await expect(
    lab.client.checkBudget({ body: { run: 'nightly', budget: 1 } }),
  ).rejects.toMatchObject({
    code: 'CLIENTS_LEFT_BEHIND',
    options: {
      detail: expect.stringContaining('Not deleted: 2, allowed: 1.') as unknown,
      issues: expect.arrayContaining([
        expect.objectContaining({
          field: one.id,
          message: expect.stringContaining(`One (${one.client_id}, active)`) as unknown,
        }),
        expect.objectContaining({ field: two.id }),
      ]) as unknown,
    },
  })
  await lab.client.sweepClients({ body: { run: 'nightly' } })
  expect(await lab.client.checkBudget({ body: { run: 'nightly' } })).toEqual({
    budget: 0,
    count: 0,
    clients: [],
  })
})

test('a journey’s run has its budget with it', async () => {
  const run = await lab.client.createRun({ body: { origin: 'test', client_budget: 1 } })
  expect(run.client_budget).toBe(1)
  await runSteps(lab.client, run, { last: 'register-client' })
  const body = { run: run.id }
  expect((await lab.client.checkBudget({ body })).clients).toHaveLength(1)
  await lab.client.runStep({ params: { run: run.id, step: 'register-client' }, body: {} })
  await expect(lab.client.checkBudget({ body })).rejects.toMatchObject({
    code: 'CLIENTS_LEFT_BEHIND',
  })
})

test('the command line ends with 2 when the journey left a client, and with 0 when it cleaned up', async () => {
  const config = await mkdtemp(join(tmpdir(), 'dcr-budget-'))
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  try {
    expect(await runJourney('--json', '--budget', '0', '--config', config)).toBe(2)
    expect(error.mock.calls.flat().join('\n')).toContain('Not deleted: 1, allowed: 0.')
    expect(await runJourney('--json', '--budget', '0', '--clean', '--config', config)).toBe(0)
    expect(await runJourney('--budget', 'few')).toBe(1)
  } finally {
    error.mockRestore()
    log.mockRestore()
    await rm(config, { recursive: true })
  }
})

test('of thousands over the budget the newest are named and the others counted', async () => {
  const one = await register('thousands', 'One')
  const newest = Array.from({ length: 200 }, () => one)
  const check = () => checkBudget({ count: 99_812, newest }, 1)
  expect(check).toThrow(/^Not deleted: 99812, allowed: 1\. One \(.*; and 99612 more\.$/)
})
