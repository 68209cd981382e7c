import { cleanup, fireEvent, render, screen } from '@testing-library/preact'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PATIENCE } from '../../testing/be-patient.ts'
import { Secret } from './secret.tsx'
import { type Tools, ToolsContext } from '../actions/tools.ts'

const MASK = '••••x7Gq'

function show(isFresh = false) {
  const tools: Tools = {
    copy: vi.fn<Tools['copy']>(async () => {}),
    announce: vi.fn<Tools['announce']>(),
    reveal: vi.fn<Tools['reveal']>(async () => 'plain-x7Gq'),
  }
  const secret = 'registration/r1/client_secret'
  render(
    <ToolsContext.Provider value={tools}>
      <Secret name="client secret" mask={MASK} secret={secret} isFresh={isFresh} />
    </ToolsContext.Provider>,
  )
  return tools
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
  cleanup()
})

test('a secret is masked until it is asked for', async () => {
  const tools = show()
  expect(screen.getByText(MASK)).toBeTruthy()
  expect(tools.reveal).not.toHaveBeenCalled()
  press('Reveal client secret')
  await vi.waitFor(() => expect(screen.getByText('plain-x7Gq')).toBeTruthy(), PATIENCE)
})

test.each<[string, () => unknown]>([
  ['after 30 s', () => vi.advanceTimersByTimeAsync(30_000)],
  ['when the window loses the focus', () => fireEvent(window, new Event('blur'))],
  [
    'when the focus leaves it',
    () => fireEvent.focusOut(screen.getByRole('button', { name: 'Hide client secret' })),
  ],
  ['on request', () => press('Hide client secret')],
])('a revealed secret hides %s', async (_case, act) => {
  show()
  press('Reveal client secret')
  await vi.waitFor(() => expect(screen.getByText('plain-x7Gq')).toBeTruthy(), PATIENCE)
  await vi.advanceTimersByTimeAsync(50)
  await act()
  await vi.waitFor(() => expect(screen.getByText(MASK)).toBeTruthy(), PATIENCE)
})

test('copying works without revealing', async () => {
  const tools = show()
  press('Copy client secret')
  await vi.waitFor(
    () => expect(tools.copy).toHaveBeenCalledWith('plain-x7Gq', 'client secret'),
    PATIENCE,
  )
  expect(screen.getByText(MASK)).toBeTruthy()
})

test('a fresh secret shows by itself', async () => {
  show(true)
  await vi.waitFor(() => expect(screen.getByText('plain-x7Gq')).toBeTruthy(), PATIENCE)
})
