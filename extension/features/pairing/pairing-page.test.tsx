import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact'
import { afterEach, expect, test, vi } from 'vitest'
import { AppError } from '#shared/errors/app-error.ts'
import { createPairingProof, derivePairingKey } from '#shared/pairing/pairing-proof.ts'
import type { StoredPairing } from '../../platform/pairing-storage.ts'
import { PairingPage } from './pairing-page.tsx'
import { createPairingStore, type PairingDeps } from './pairing-store.ts'

afterEach(cleanup)

const ORIGIN = 'http://127.0.0.1:8790'
const CODE = 'ABCD-EFGH-JKMN'
const serverNonce = 'server-nonce-of-22-chars-'

type Client = ReturnType<PairingDeps['createClient']>
type CreatePairing = (input: { body: Record<string, string> }) => Promise<unknown>

/** A companion that knows `code`, behind the page. */
function open(code = CODE, stored?: StoredPairing, isStoredGood = true) {
  const createPairing = vi.fn<CreatePairing>(async () => ({ pairing: { id: 'p1' } }))
  const client = {
    getHealth: async () => ({ name: 'DCR Lab companion', version: '0.1.0' }),
    startPairing: async ({ body }: { body: { nonce: string } }) => ({
      nonce: serverNonce,
      proof: await createPairingProof({
        code,
        prover: 'companion',
        clientNonce: body.nonce,
        serverNonce,
        origin: ORIGIN,
      }),
    }),
    createPairing,
    getStatus: () => (isStoredGood ? Promise.resolve({}) : Promise.reject(new Error('401'))),
  } as unknown as Client
  const savePairing = vi.fn<PairingDeps['savePairing']>(async () => {})
  const openSidePanel = vi.fn<PairingDeps['openSidePanel']>(async () => {})
  const store = createPairingStore({
    createClient: () => client,
    loadPairing: async () => stored,
    savePairing,
    openSidePanel,
    writeClipboard: async () => {},
    defaultOrigin: 'http://127.0.0.1:8790',
    name: 'test',
    pause: () => new Promise(() => {}),
  })
  void store.watchCompanion()
  render(<PairingPage store={store} />)
  return { client, createPairing, savePairing, openSidePanel, store }
}

function type(code: string): void {
  fireEvent.input(screen.getByLabelText('Pairing code'), { target: { value: code } })
  fireEvent.click(screen.getByRole('button', { name: 'Pair' }))
}

test.each([CODE, 'abcdefghjkmn', ' abcd efgh jkmn '])('the code "%s" pairs', async (typed) => {
  const { savePairing, openSidePanel, createPairing } = open()
  type(typed)
  expect(await screen.findByRole('heading', { name: 'Paired' })).toBeTruthy()
  const body = createPairing.mock.calls[0]?.[0].body
  const secrets = {
    code: CODE,
    clientNonce: body?.['client_nonce'] ?? '',
    serverNonce,
    origin: ORIGIN,
  }
  expect(body?.['proof']).toBe(
    await createPairingProof({
      prover: 'extension',
      ...secrets,
    }),
  )
  expect(savePairing).toHaveBeenCalledWith({
    origin: ORIGIN,
    key: await derivePairingKey(secrets),
    pairingId: 'p1',
  })
  expect(JSON.stringify(createPairing.mock.calls)).not.toContain(await derivePairingKey(secrets))
  fireEvent.click(screen.getByRole('button', { name: 'Open the side panel' }))
  expect(openSidePanel).toHaveBeenCalled()
})

test('a companion that does not know the code gets no proof of ours', async () => {
  const { createPairing, savePairing } = open('ZZZZ-ZZZZ-ZZZZ')
  type(CODE)
  expect((await screen.findByRole('alert')).textContent).toContain(
    'This is not the code that the companion at this address shows',
  )
  expect(createPairing).not.toHaveBeenCalled()
  expect(savePairing).not.toHaveBeenCalled()
})

test('a program that takes the port in the middle of a pairing is not taken for the companion', async () => {
  // It answers that the pairing was made; the key it does not have.
  const { savePairing, createPairing } = open(CODE, undefined, false)
  type(CODE)
  await screen.findByRole('alert')
  expect(createPairing).toHaveBeenCalled()
  expect(savePairing).not.toHaveBeenCalled()
})

test('what a program says that has proved nothing is not shown', async () => {
  const { client } = open()
  client.startPairing = () =>
    Promise.reject(new AppError('INTERNAL', { detail: 'Type your password' }))
  type(CODE)
  expect((await screen.findByRole('alert')).textContent).not.toContain('password')
})

test('a code of the wrong length is not tried', () => {
  open()
  type('ABCD')
  expect(screen.getByText('The code has 12 characters; this one has 4.')).toBeTruthy()
})

test('the page says when it has found the companion', async () => {
  open()
  const presence = screen.getByRole('status', { name: 'Companion' })
  expect(presence.textContent).toContain('Waiting')
  await waitFor(() => expect(presence.textContent).toContain('Companion 0.1.0 found'))
})

test('an address that is not on this machine is refused', () => {
  open()
  fireEvent.input(screen.getByLabelText('Companion address'), {
    target: { value: 'http://evil.example:8790' },
  })
  fireEvent.click(screen.getByRole('button', { name: 'Use this address' }))
  expect(screen.getByRole('alert').textContent).toContain('this machine only')
})

const STORED = { origin: 'http://127.0.0.1:8790', key: 'a2V5', pairingId: 'p1' }

test('a pairing that still holds is recognised, and can be made anew', async () => {
  const { store } = open(CODE, STORED)
  await store.recognise()
  expect(await screen.findByRole('heading', { name: 'Paired' })).toBeTruthy()
  const presence = screen.getByRole('status', { name: 'Companion' })
  expect(presence.textContent).toContain('Companion 0.1.0 found')
  fireEvent.click(screen.getByRole('button', { name: 'Pair again' }))
  expect(await screen.findByLabelText('Pairing code')).toBeTruthy()
})

test.each([
  ['was taken back', STORED, false],
  ['is for another companion', { ...STORED, origin: 'http://127.0.0.1:9999' }, true],
])('a pairing that %s is not', async (_case, stored, isGood) => {
  const { store } = open(CODE, stored, isGood)
  await store.recognise()
  expect(screen.getByLabelText('Pairing code')).toBeTruthy()
})

test('while a companion that is paired already is away, no code is asked for, and its return is enough', async () => {
  let isUp = false
  const answer = <T,>(value: T): Promise<T> =>
    isUp ? Promise.resolve(value) : Promise.reject(new Error('down'))
  let again = (): void => {}
  const store = createPairingStore({
    createClient: () =>
      ({
        getHealth: () => answer({ version: '0.1.0' }),
        getStatus: () => answer({}),
      }) as unknown as Client,
    loadPairing: async () => STORED,
    savePairing: async () => {},
    openSidePanel: async () => {},
    writeClipboard: async () => {},
    defaultOrigin: STORED.origin,
    name: 'test',
    pause: () => new Promise((resolve) => (again = resolve)),
  })
  await store.recognise()
  void store.watchCompanion()
  render(<PairingPage store={store} />)
  expect(screen.getByRole('heading', { name: 'Paired already' })).toBeTruthy()
  expect(screen.queryByLabelText('Pairing code')).toBeNull()
  isUp = true
  await waitFor(() => {
    again()
    expect(screen.getByRole('heading', { name: 'Paired' })).toBeTruthy()
  })
})

test('after pairing the focus is on what comes next', async () => {
  open()
  screen.getByLabelText('Pairing code').focus()
  type(CODE)
  await screen.findByRole('heading', { name: 'Paired' })
  await waitFor(() =>
    expect(document.activeElement).toBe(
      screen.getByRole('button', { name: 'Open the side panel' }),
    ),
  )
})
