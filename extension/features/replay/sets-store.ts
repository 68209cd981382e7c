import { computed, type ReadonlySignal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { ReplayImport } from '#shared/contract/replay/replay-import.ts'
import {
  type ReplaySet,
  type SetDraft,
  SetFile,
  type SetRun,
} from '#shared/contract/replay/replay-set.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { TypedValues } from '../../components/forms/typed-values.ts'
import { createRecordMap } from '../../lib/record-map.ts'

export interface SetsDeps {
  getApi: () => Pick<
    ApiClient,
    | 'listReplaySets'
    | 'createReplaySet'
    | 'putReplaySet'
    | 'deleteReplaySet'
    | 'exportReplaySet'
    | 'importReplaySet'
    | 'runReplaySet'
    | 'listSetRuns'
    | 'importRequests'
  >
  saveFile: (name: string, text: string) => void
  /** Keeps which set is open over a reload. */
  typed: TypedValues
}

/** Requests that are sent together, with what is expected of each answer. Actions throw AppErrors. */
export interface SetsStore {
  sets: ReadonlySignal<readonly ReplaySet[]>
  shown: ReadonlySignal<ReplaySet | undefined>
  show: (id: string | undefined) => void
  /** The newest run of a set. */
  findRun: (set: string) => SetRun | undefined
  create: (draft: SetDraft) => Promise<ReplaySet>
  change: (set: ReplaySet, part: Partial<SetDraft>) => Promise<void>
  remove: (set: string) => Promise<void>
  run: (set: string) => Promise<SetRun>
  /** Saves the set as a file, without any secret. */
  exportFile: (set: ReplaySet) => Promise<void>
  importFile: (text: string) => Promise<ReplaySet>
  /** Reads requests from curl, HAR or Postman; nothing is sent. */
  importRequests: (text: string) => Promise<ReplayImport>
  refresh: () => Promise<void>
  follow: (event: CompanionEvent) => void
}

export function createSetsStore({ getApi, saveFile, typed }: SetsDeps): SetsStore {
  const known = createRecordMap<ReplaySet>(({ id }) => id)
  const runs = createRecordMap<SetRun>(({ id }) => id)
  const shownId = typed.open('replay/set', '')

  async function refresh(): Promise<void> {
    await Promise.all([
      known.read(() => getApi().listReplaySets()),
      runs.read(() => getApi().listSetRuns()),
    ])
  }

  return {
    sets: computed(() => known.all.value ?? []),
    shown: computed(() => known.find(shownId.value)),
    show: (id) => (shownId.value = id ?? ''),
    findRun: (set) => runs.all.value?.findLast((run) => run.set === set),
    async create(draft) {
      const set = await getApi().createReplaySet({ body: draft })
      known.keep(set)
      return set
    },
    async change({ id, name, requests }, part) {
      const body = { name, requests, ...part }
      known.keep(await getApi().putReplaySet({ params: { set: id }, body }))
    },
    async remove(set) {
      await getApi().deleteReplaySet({ params: { set } })
      known.drop(set)
      shownId.value = ''
    },
    async run(set) {
      const run = await getApi().runReplaySet({ params: { set }, body: {} })
      runs.keep(run)
      return run
    },
    async exportFile({ id, name }) {
      const file = await getApi().exportReplaySet({ params: { set: id } })
      const plain = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
      saveFile(`${plain || 'set'}.replay.json`, `${JSON.stringify(file, null, 2)}\n`)
    },
    async importFile(text) {
      const set = await getApi().importReplaySet({ body: readSetFile(text) })
      known.keep(set)
      return set
    },
    importRequests: (text) => getApi().importRequests({ body: { text } }),
    refresh,
    follow: (event) => follow(event, { known, runs, refresh }),
  }
}

interface Followed {
  known: ReturnType<typeof createRecordMap<ReplaySet>>
  runs: ReturnType<typeof createRecordMap<SetRun>>
  refresh: () => Promise<void>
}

function follow(event: CompanionEvent, { known, runs, refresh }: Followed): void {
  if (event.name === 'replay-set.changed') known.keep(event.payload)
  if (event.name === 'replay-set.deleted') known.drop(event.payload.id)
  if (event.name === 'set-run.finished') runs.keep(event.payload)
  if (event.name === 'set-run.deleted') runs.drop(event.payload.id)
  if (event.name === 'gap' && known.all.peek()) void refresh()
}

/** @throws AppError `BODY_NOT_JSON`, `INPUT_INVALID`. */
function readSetFile(text: string): SetFile {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new AppError('BODY_NOT_JSON', {
      detail: 'A set is a JSON file that DCR Lab has exported.',
      hint: 'Choose the file again; a curl command, HAR or collection goes into “Import”.',
    })
  }
  const file = SetFile.safeParse(parsed)
  if (file.success) return file.data
  throw new AppError('INPUT_INVALID', { detail: file.error.issues[0]?.message ?? '' })
}
