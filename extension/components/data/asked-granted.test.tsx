import { cleanup, render, screen, within } from '@testing-library/preact'
import { afterEach, expect, test } from 'vitest'
import { compareMetadata } from '#shared/oauth/metadata/compare-metadata.ts'
import { AskedGranted } from './asked-granted.tsx'

afterEach(cleanup)

const draw = (asked: Record<string, unknown>, granted: Record<string, unknown>) =>
  render(<AskedGranted members={compareMetadata(asked, granted)} />)

test('what differs stands first, side by side, with what it breaks', () => {
  draw(
    {
      client_name: 'App',
      token_endpoint_auth_method: 'private_key_jwt',
      contacts: ['a@app.example', 'b@app.example'],
    },
    { client_name: 'App', token_endpoint_auth_method: 'client_secret_basic', ttl: 300 },
  )
  expect(screen.getByText('1 dropped, 1 changed')).toBeTruthy()
  const table = screen.getByRole('table', { name: 'Granted otherwise than asked' })
  const rows = within(table).getAllByRole('row')
  expect(rows.map((row) => [...row.children].map((cell) => cell.textContent))).toEqual([
    ['Asked', 'Granted'],
    ['contactsDropped'],
    ['a@app.example\nb@app.example', 'not granted'],
    [expect.stringMatching(/whom to write to/)],
    ['token_endpoint_auth_methodChanged'],
    ['private_key_jwt', 'client_secret_basic'],
    [expect.stringMatching(/invalid_client/)],
  ])
})

test('what is as asked and what was added is folded', () => {
  const { container } = draw(
    { scope: '' },
    { scope: '', subject_type: 'public', jwks: { keys: [] } },
  )
  const folded = [...container.querySelectorAll('details')]
  expect(folded.map((part) => part.querySelector('summary')?.textContent)).toEqual([
    '1 as asked',
    '2 added by the provider',
  ])
  expect(folded.every((part) => !part.open)).toBe(true)
  expect(folded[1]?.textContent).toContain('not asked')
  expect(folded[1]?.textContent).toContain('{"keys":[]}')
  expect(screen.getByText('All that was asked was granted.')).toBeTruthy()
  expect(screen.queryByText('Granted otherwise than asked')).toBeNull()
})
