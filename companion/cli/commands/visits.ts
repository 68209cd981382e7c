import { setTimeout as wait } from 'node:timers/promises'
import { Argument, Option } from 'commander'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { Visit } from '#shared/contract/visit.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { CliCommand } from '../command.ts'
import { connect } from '../connect.ts'
import { companionUrl, configDir, json, readNumber } from '../options.ts'
import { writeInvitation, writeVisit, writeVisits } from '../write-visits.ts'

interface Values {
  visit?: string
  follow?: true
  all?: true
  limit: number
  json?: true
  companion?: string
  config?: string
}

const LOOK_MS = 500

/** Lists what clients asked, shows one of them leg by leg, or waits for the next. */
export const visits: CliCommand<Values> = {
  name: 'visits',
  summary: 'what each client asked of provider and gateway, and where it gave up',
  description:
    'Lists the clients that came to this companion, the newest first, each with what it did in a sentence. ID shows one leg by leg: the id of a visit, of a client, or of an exchange. --follow says where a client has to go, waits for one, and prints its visit when it has ended. It works with a companion that is running.',
  arguments: [new Argument('[visit]', 'id of a visit, of a client, or of an exchange')],
  options: [
    new Option('--follow', 'wait until a client has come and its visit has ended'),
    new Option('--all', 'clients of this lab, too; without it strangers only'),
    new Option('--limit <n>', 'so many of the list, 1 to 500')
      .default(20)
      .argParser(readNumber(1, 500)),
    json('JSON instead of lines'),
    companionUrl().conflicts('config'),
    configDir(),
  ],
  async run(values) {
    const connection = await connect(values)
    try {
      if (connection.close)
        throw new AppError('COMPANION_UNREACHABLE', {
          detail: 'No companion is running, so no client can have come.',
          hint: 'Start one with dcr-lab start.',
        })
      if (values.follow) await follow(connection.client, values)
      else if (values.visit !== undefined) await show(connection.client, values.visit, values)
      else await list(connection.client, values)
      return 0
    } finally {
      await connection.close?.()
    }
  },
}

async function list(client: ApiClient, { all, limit, json: isJson }: Values): Promise<void> {
  const query = { limit, ...(!all && { by: 'stranger' as const }) }
  const { items, total } = await client.page('listVisits', { query })
  if (isJson) console.log(JSON.stringify(items, null, 2))
  else if (items.length > 0) console.log(writeVisits(items, total))
  else console.log(writeInvitation(await client.getVisitInvitation()))
}

async function show(client: ApiClient, id: string, { json: isJson }: Values): Promise<void> {
  const visit = await client.getVisit({ params: { visit: id } })
  console.log(isJson ? JSON.stringify(visit, null, 2) : writeVisit(visit))
}

/** A visit is over when it is not under way any more; the one that was named, or the first that is new or goes on. */
async function follow(client: ApiClient, values: Values): Promise<void> {
  const { visit: wanted, all } = values
  const before = new Map((await listNewest(client, all)).map((one) => [one.id, one.last_at]))
  if (wanted === undefined) console.error(writeInvitation(await client.getVisitInvitation()))
  for (;;) {
    const found =
      wanted === undefined
        ? (await listNewest(client, all)).find(({ id, last_at }) => before.get(id) !== last_at)
        : await client.getVisit({ params: { visit: wanted } })
    if (found && found.state !== 'under_way') return show(client, found.id, values)
    await wait(LOOK_MS)
  }
}

async function listNewest(client: ApiClient, all: true | undefined): Promise<Visit[]> {
  const query = { limit: 50, ...(!all && { by: 'stranger' as const }) }
  return (await client.page('listVisits', { query })).items
}
