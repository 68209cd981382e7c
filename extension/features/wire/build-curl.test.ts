import { expect, test } from 'vitest'
import { buildCurl } from './build-curl.ts'

test('a request becomes a command whose secrets are placeholders', () => {
  const command = buildCurl({
    method: 'POST',
    url: 'http://127.0.0.1:8792/oauth2/default/v1/token',
    headers: [
      ['Host', '127.0.0.1:8792'],
      ['Authorization', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.••••abcd'],
      ['Content-Type', 'application/x-www-form-urlencoded'],
    ],
    body: {
      text: "client_id=a'b&client_secret=••••wxyz&scope=tyk",
      media_type: 'application/x-www-form-urlencoded',
      size_bytes: 40,
      is_truncated: false,
    },
  })
  expect(command).toBe(
    [
      "curl -X POST 'http://127.0.0.1:8792/oauth2/default/v1/token'",
      "-H 'Authorization: Bearer <secret>'",
      "-H 'Content-Type: application/x-www-form-urlencoded'",
      "--data-raw 'client_id=a'\\''b&client_secret=<secret>&scope=tyk'",
    ].join(' \\\n  '),
  )
})
