// The control of cut-power: stock lowdb, as its documentation shows it.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { JSONFilePreset } from 'lowdb/node'

const [directory, first] = process.argv.slice(2)
mkdirSync(directory, { recursive: true })
const database = await JSONFilePreset(join(directory, 'db.json'), {})
for (let number = Number(first); ; number += 1) {
  const id = `p-${number % 200}`
  database.data[id] = number
  await database.write()
  process.stdout.write(`${id} ${number}\n`)
}
