import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'dcr-lab/playwright'

const amount = Number(process.env['DCR_SOAK_JOURNEYS'] ?? 4)
const folder = process.env['DCR_SOAK_WORKERS']

for (let number = 1; number <= amount; number += 1)
  test(`journey ${number}`, async ({ journey }) => {
    // Whoever kills workers has to know them.
    if (folder !== undefined) writeFileSync(join(folder, String(process.pid)), '')
    expect((await journey.walk()).answer).toHaveVerdict('allowed')
  })
