import { cleanup, fireEvent, screen } from '@testing-library/preact'
import { afterEach, expect, test } from 'vitest'
import { FakeCompanion } from '../../testing/fake-companion.ts'
import { openPanel } from '../../testing/open-panel.tsx'
import { createSampleVerdict } from '../../testing/sample-records.ts'

afterEach(cleanup)

test('a token that was renewed for the call is said beside the verdict', async () => {
  const companion = new FakeCompanion()
  companion.verdicts.set('v1', createSampleVerdict('v1'))
  const renewed = { id: 'renewed', text: 'The token had ended; a new one was fetched' }
  const passed = { id: 'route', text: 'A check of the gateway', state: 'passed' as const }
  companion.outcomes['call-api'] = () => ({
    state: 'passed',
    result: {
      summary: '200',
      facts: [],
      checks: [{ ...renewed, state: 'warned' }, passed],
      verdict: 'v1',
    },
  })
  await openPanel({ companion, position: 'call-api' })
  fireEvent.click(screen.getByRole('button', { name: 'Call API' }))
  expect(await screen.findByText(renewed.text)).toBeTruthy()
  expect(screen.queryByText(passed.text)).toBeNull()
})
