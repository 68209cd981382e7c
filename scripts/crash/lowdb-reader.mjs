// The control of cut-power: what stock lowdb finds.
import { join } from 'node:path'
import { JSONFilePreset } from 'lowdb/node'

const [directory] = process.argv.slice(2)
const { data } = await JSONFilePreset(join(directory, 'db.json'), {})
for (const [id, number] of Object.entries(data)) process.stdout.write(`${id} ${number}\n`)
