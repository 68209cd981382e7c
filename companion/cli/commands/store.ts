import { resolve } from 'node:path'
import { Argument, Option } from 'commander'
import { AppError } from '#shared/errors/app-error.ts'
import { chooseDirectories } from '../../directories.ts'
import { readBackup, writeBackup, writeDirectory } from '../../store/embedded/copy-directory.ts'
import { type ReadDirectory, readDirectory } from '../../store/embedded/read-directory.ts'
import type { CliCommand } from '../command.ts'

const MOST_TRIES = 3
const ACTIONS = ['check', 'repair', 'backup', 'restore'] as const

interface Values {
  action: (typeof ACTIONS)[number]
  path?: string
  data?: string
}

/** The data directory by itself. Exits with 0 when all is as it was written, 1 when something is damaged. */
export const store: CliCommand<Values> = {
  name: 'store',
  summary: 'check, repair, back up and restore the data directory',
  description:
    'check says what is damaged. repair DIRECTORY rescues all that is whole into a new directory; the damaged one stays as it is. backup FILE writes everything into one file with a checksum; restore FILE makes a data directory from it, at --data, where there is none yet. Secrets are sealed in all of these: their key file is in the config directory, and is not copied.',
  arguments: [
    new Argument('<action>', 'what to do').choices(ACTIONS),
    new Argument('[path]', 'a new directory to repair into, or the file of a backup'),
  ],
  options: [new Option('--data <dir>', 'the data directory; the default of start unless given')],
  async run({ action, path, data }) {
    const directory = (await chooseDirectories({ dataDir: data })).data
    if (action === 'check') return check(directory)
    if (path === undefined)
      throw new AppError('OPTION_INVALID', {
        detail: `store ${action} lacks ${action === 'repair' ? 'the new directory' : 'the file'}.`,
        hint: `Write \`dcr-lab store ${action} ${action === 'repair' ? 'DIRECTORY' : 'FILE'}\`.`,
      })
    const target = resolve(path)
    if (action === 'repair') return repair(directory, target)
    if (action === 'backup') return backUp(directory, target)
    return restore(target, directory)
  },
}

/** @throws AppError `STORE_UNREADABLE` when there is no data, or a newer program wrote it. */
async function readData(directory: string): Promise<ReadDirectory> {
  const read = await readDirectory(directory)
  if (read.end || read.problems.length > 0) return read
  throw new AppError('STORE_UNREADABLE', {
    detail: `${directory} holds no data.`,
    hint: 'Name the data directory with --data.',
  })
}

async function check(directory: string): Promise<number> {
  const { problems, kept, changes } = await readData(directory)
  console.log(
    `${directory}: ${countRecords(kept.collections)} records, ${changes} changes in the journal.`,
  )
  if (problems.length === 0) console.log('Every line and every checksum is as it was written.')
  for (const problem of problems) console.log(`- ${problem}`)
  if (problems.length > 0)
    console.log('`dcr-lab store repair DIRECTORY` rescues what is whole into a new directory.')
  return problems.length === 0 ? 0 : 1
}

async function repair(directory: string, target: string): Promise<number> {
  const { problems, kept } = await readData(directory)
  await writeDirectory(target, kept)
  for (const problem of problems) console.log(`- ${problem}`)
  console.log(
    `${countRecords(kept.collections)} records were rescued into ${target}; ${directory} is as it was. A record whose last change is damaged has its value from before.`,
  )
  console.log(
    `Start with \`dcr-lab start --data ${target}\`, and compare the clients with the provider’s.`,
  )
  return 0
}

async function backUp(directory: string, file: string): Promise<number> {
  const { problems, kept } = await readCalmly(directory)
  if (problems.length > 0)
    throw new AppError('STORE_UNREADABLE', {
      detail: `${directory} is damaged, so no backup was written: ${problems[0]}`,
      hint: 'Repair it into a new directory first: `dcr-lab store repair DIRECTORY`.',
    })
  await writeBackup(file, kept)
  console.log(
    `${countRecords(kept.collections)} records are in ${file}. The key file is not in it.`,
  )
  return 0
}

/** A running companion may replace its snapshot between two reads: then the next reading is whole. */
async function readCalmly(directory: string): Promise<ReadDirectory> {
  for (let tries = 1; ; tries += 1) {
    const read = await readData(directory)
    if (read.problems.length === 0 || tries === MOST_TRIES) return read
  }
}

async function restore(file: string, directory: string): Promise<number> {
  const kept = await readBackup(file)
  await writeDirectory(directory, kept)
  console.log(`${countRecords(kept.collections)} records are in ${directory}.`)
  return 0
}

function countRecords(collections: Record<string, ReadonlyMap<string, unknown>>): number {
  return Object.values(collections).reduce((sum, table) => sum + table.size, 0)
}
