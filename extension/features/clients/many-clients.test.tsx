import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { afterEach, expect, test } from 'vitest'
import { FakeCompanion } from '../../testing/fake-companion.ts'
import { openPanel } from '../../testing/open-panel.tsx'
import { createSampleClient } from '../../testing/sample-clients.ts'

afterEach(cleanup)

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))
const type = (label: string, value: string): void =>
  void fireEvent.input(screen.getByLabelText(label), { target: { value } })
const listed = (): (string | null)[] =>
  within(screen.getByRole('list', { name: 'Clients' }))
    .getAllByRole('listitem')
    .map((item) => item.querySelector('strong')?.textContent ?? null)

async function openClients(...clients: ReturnType<typeof createSampleClient>[]) {
  const companion = new FakeCompanion()
  companion.clients.list = clients
  const panel = await openPanel({ companion })
  press('Clients')
  await screen.findByRole('heading', { name: 'Clients' })
  return panel
}

test('a ledger of thousands is never read as a whole, and its numbers are true', async () => {
  const many = Array.from({ length: 12_345 }, (_, at) =>
    createSampleClient(String(at), { origin: at % 10 === 0 ? 'cli' : 'test' }),
  )
  const { companion, stores } = await openClients(...many)
  await screen.findByText('Client 0')
  expect(listed()).toHaveLength(50)
  expect(screen.getByRole('button', { name: 'All 12\u202f345' })).toBeTruthy()
  press('Show 50 more of 12\u202f345')
  await waitFor(() => expect(listed()).toHaveLength(100))
  press('Sweep')
  fireEvent.change(screen.getByLabelText('Which clients'), { target: { value: 'origin cli' } })
  press('Delete 1235 clients…')
  const dialog = await screen.findByRole('dialog', { name: 'Delete 1235 clients?' })
  expect(dialog.querySelectorAll('li')).toHaveLength(9)
  expect(dialog.textContent).toContain('and 1227 more')
  for (const page of ['tokens', 'runs'] as const) stores.pages.open(page)
  await waitFor(() => expect(stores.clients.choices.found.value?.total).toBe(12_345))
  expect(companion.clients.pages.filter(({ limit }) => limit > 100)).toEqual([])
})

test('of answers that overtake each other the one to the newest search wins', async () => {
  const { companion } = await openClients(createSampleClient('a'), createSampleClient('b'))
  await screen.findByText('Client a')
  const slow = companion.clients.hold('Client a')
  type('Find', 'Client a')
  await slow.asked
  type('Find', 'Client b')
  await waitFor(() => expect(listed()).toEqual(['Client b']))
  slow.release()
  await slow.answered
  expect(listed()).toEqual(['Client b'])
})

test('thousands of changes cost a few readings', async () => {
  const many = Array.from({ length: 2_000 }, (_, at) => createSampleClient(String(at)))
  const { companion } = await openClients(...many)
  await screen.findByText('Client 0')
  const before = companion.clients.pages.length
  for (const { id } of many.slice(0, 1_000)) companion.clients.change(id, { state: 'deleted' })
  expect(await screen.findByRole('button', { name: 'Deleted 1000' })).toBeTruthy()
  expect(companion.clients.pages.length - before).toBeLessThan(10)
})

test('a client for a token is searched for where there are many', async () => {
  const many = Array.from({ length: 120 }, (_, at) => createSampleClient(String(at)))
  const { companion } = await openClients(...many)
  press('Tokens')
  const select = (await screen.findByLabelText('Client')) as HTMLSelectElement
  expect(select.options).toHaveLength(50)
  expect(screen.getByText('The newest 50 of 120; find others above.')).toBeTruthy()
  type('Find a client', 'Client 119')
  expect(await screen.findByText('1 found.')).toBeTruthy()
  press('Get token')
  await waitFor(() => expect(companion.calls.at(-1)).toContain('"registration":"119"'))
})
