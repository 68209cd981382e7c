import { expect, test } from 'vitest'
import { readFinalStep } from './read-final-step.ts'

function page(html: string): Document {
  return new DOMParser().parseFromString(html, 'text/html')
}

test('the last page of the portal gives the credentials', () => {
  const html = `<main data-dcr-portal="final-step" data-client-id="0oa1" data-catalogue-entry="okta-api">
    <dd><code data-client-secret> s3cret-value </code></dd></main>`
  expect(readFinalStep(page(html))).toEqual({
    type: 'capture',
    client_id: '0oa1',
    client_secret: 's3cret-value',
    catalogue_entry: 'okta-api',
  })
})

test.each([
  ['another page of the portal', '<main data-dcr-portal="details" data-client-id="x"></main>'],
  ['a page that is not the portal', '<main><b data-client-secret>s</b></main>'],
  [
    'the last page without a secret',
    '<main data-dcr-portal="final-step" data-client-id="a" data-catalogue-entry="b"></main>',
  ],
  [
    'a secret outside of main',
    '<main data-dcr-portal="final-step" data-client-id="a" data-catalogue-entry="b"></main><b data-client-secret>s</b>',
  ],
])('%s gives nothing', (_case, html) => expect(readFinalStep(page(html))).toBeUndefined())
