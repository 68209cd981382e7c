import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { afterEach, expect, test } from 'vitest'
import type { VisitDetails } from '#shared/contract/visit.ts'
import { FakeCompanion } from '../../testing/fake-companion.ts'
import { openPanel } from '../../testing/open-panel.tsx'
import { createSampleExchange } from '../../testing/sample-records.ts'

afterEach(cleanup)

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))

const VISIT: VisitDetails = {
  id: 'visit-x1',
  by: 'stranger',
  client_id: 'client-1',
  client_name: 'MCP CLI Client',
  likely: {
    id: 'mcp-remote',
    name: 'mcp-remote',
    certainty: 'likely',
    because: ['client_name fits (run: seen at this lab)'],
  },
  place: 'Ready for MCP',
  began_at: '2026-11-28T07:00:00.000Z',
  last_at: '2026-11-28T07:00:01.000Z',
  state: 'ended_early',
  summary: 'Registered, came back with a code; never asked for a token.',
  ending: {
    code: 'WRONG_ISS',
    text: 'The authorization answer names the issuer a, and the metadata name b.',
    why: 'A client refuses the answer.',
    fix: 'Let the server write into iss what its metadata name as issuer.',
    exchange: 'x2',
  },
  missing: 'token',
  leg_count: 2,
  uncertain: 'Another client was there at the same time.',
  registration: 'registration-1',
  legs: [
    {
      exchange: 'x1',
      at: '2026-11-28T07:00:00.000Z',
      from: 'app',
      to: 'gateway',
      meaning: 'api_call',
      method: 'POST',
      url: 'http://127.0.0.1:8791/mcp',
      status: 401,
      outcome: 'challenge',
      said: 'Called the API without a token and was challenged (401)',
      count: 1,
      tie: 'time',
      may_belong_to: ['visit-x9'],
    },
    {
      exchange: 'x2',
      at: '2026-11-28T07:00:01.000Z',
      from: 'app',
      to: 'idp',
      meaning: 'authorization',
      method: 'GET',
      url: 'http://127.0.0.1:8792/mcp/auth',
      status: 303,
      outcome: 'ok',
      said: 'Came back with a code',
      count: 1,
      tie: 'value',
    },
  ],
  findings: [],
}
const WITH_FINDING = { ...VISIT, findings: VISIT.ending ? [VISIT.ending] : [] }

async function openVisits(visits: VisitDetails[] = [WITH_FINDING]) {
  const companion = new FakeCompanion()
  companion.visits.list = visits
  companion.exchanges.set('x2', createSampleExchange('x2'))
  const panel = await openPanel({ companion })
  press('Visits')
  await screen.findByRole('heading', { name: 'Visits' })
  return panel
}

test('a visit says who came, likely as what, and where the client gave up', async () => {
  await openVisits()
  const list = await screen.findByRole('list', { name: 'Visits' })
  const [row] = within(list).getAllByRole('button')
  expect(row?.textContent).toContain('MCP CLI Client')
  expect(row?.textContent).toContain('Ended early')
  expect(row?.textContent).toContain('Likely mcp-remote')
  expect(row?.textContent).toContain('never asked for a token.')
})

test('a visit opens leg by leg, with its ending and the leg that never came', async () => {
  await openVisits()
  fireEvent.click(await screen.findByRole('button', { name: /MCP CLI Client/ }))
  expect(await screen.findByText(/names the issuer a, and the metadata name b/)).toBeTruthy()
  expect(screen.getByText(/Let the server write into iss/)).toBeTruthy()
  const legs = within(screen.getByRole('list', { name: 'Legs' })).getAllByRole('listitem')
  expect(legs.map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining('May be of another client'),
    expect.stringContaining('Came back with a code'),
    'Ask for a token never came',
  ])
})

test('a leg opens its exchange', async () => {
  const { stores } = await openVisits()
  fireEvent.click(await screen.findByRole('button', { name: /MCP CLI Client/ }))
  const said = await screen.findByText('Came back with a code')
  const leg = said.closest('details')
  if (!leg) throw new Error('The leg is no disclosure')
  leg.open = true
  fireEvent(leg, new Event('toggle'))
  await waitFor(() => expect(stores.wire.exchanges.value.has('x2')).toBe(true))
  expect(await within(leg).findByText('Request')).toBeTruthy()
})

test('where no client has come, the page says where to go and who needs a public address', async () => {
  await openVisits([])
  expect(await screen.findByRole('heading', { name: 'No client is here yet' })).toBeTruthy()
  expect(screen.getByText('http://127.0.0.1:8791/mcp/')).toBeTruthy()
  expect(screen.getByText(/public https address/)).toBeTruthy()
})

test('the recording is switched off and on again', async () => {
  const { companion } = await openVisits([])
  fireEvent.click(await screen.findByRole('button', { name: 'Stop recording what comes in' }))
  expect(await screen.findByText('What comes in is not recorded')).toBeTruthy()
  press('Record again')
  await waitFor(() => expect(screen.queryByText('What comes in is not recorded')).toBeNull())
  expect(companion.calls.filter((call) => call.startsWith('putRecording'))).toEqual([
    'putRecording {"inbound":false}',
    'putRecording {"inbound":true}',
  ])
})

test('clients of the lab are left out until they are asked for', async () => {
  await openVisits([{ ...WITH_FINDING, id: 'visit-x5', by: 'lab', client_name: 'Ours' }])
  expect(await screen.findByRole('heading', { name: 'No client is here yet' })).toBeTruthy()
  press('Clients of this lab, too')
  expect(await screen.findByRole('button', { name: /Ours/ })).toBeTruthy()
})
