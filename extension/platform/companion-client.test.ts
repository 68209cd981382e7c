import { expect, test, vi } from 'vitest'
import { createCompanionClient } from './companion-client.ts'

test('a pairing of an earlier version sends nothing, and says what to do', async () => {
  const fetch = vi.spyOn(globalThis, 'fetch')
  const old = { origin: 'http://127.0.0.1:8790', pairingId: 'p1' }
  await expect(createCompanionClient(old.origin, old).getStatus()).rejects.toMatchObject({
    code: 'PAIRING_REQUIRED',
    message: expect.stringContaining('Pair once more') as string,
  })
  expect(fetch).not.toHaveBeenCalled()
  fetch.mockRestore()
})
