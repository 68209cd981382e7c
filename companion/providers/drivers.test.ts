import { expect, test } from 'vitest'
import { DCR_PROVIDERS, PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import { getDriver } from './drivers.ts'

test.each(DCR_PROVIDERS)('%s has a driver that knows its own name', (id) => {
  expect(getDriver(id)).toMatchObject({ id, label: PROVIDER_LABELS[id] })
})
