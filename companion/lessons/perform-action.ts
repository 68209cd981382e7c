import type { LessonAction } from '#shared/contract/lesson-action.ts'
import type { ActionOutcome } from '#shared/contract/lesson-progress.ts'
import type { Run } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { callApi } from './call-api.ts'
import type { LessonRooms } from './lesson-rooms.ts'
import { requireProduct } from './require-product.ts'

type Action<Kind extends LessonAction['do']> = Extract<LessonAction, { do: Kind }>

/** Each kind of action; its sentence says what came of it. @throws AppError when it failed. */
const WAYS: {
  [Kind in LessonAction['do']]: (
    action: Action<Kind>,
    run: Run,
    rooms: LessonRooms,
  ) => Promise<string>
} = {
  step: runStep,
  call: callApi,
  async start_scenario({ name }, _run, { scenarios }) {
    return `“${scenarios.start(name).title}” is on.`
  },
  async stop_scenario(_action, _run, { scenarios }) {
    scenarios.stop()
    return 'Nothing is broken on purpose, and the lab’s clock is right.'
  },
  async move_clock({ offset_seconds }, _run, { clock }) {
    clock.moveTo(offset_seconds)
    if (offset_seconds === 0) return 'The lab’s clock is right.'
    const direction = offset_seconds > 0 ? 'ahead' : 'behind'
    return `The lab’s clock is ${Math.abs(offset_seconds)} s ${direction}.`
  },
  async rotate_key({ overlap_seconds }, { dialect }, { rotateKey }) {
    if (dialect === undefined) throw new RangeError('A lesson runs at the embedded provider')
    await rotateKey(dialect, overlap_seconds)
    return overlap_seconds === 0
      ? 'New tokens have a new key, and the old key is not published any more.'
      : `New tokens have a new key; the old one is published for ${overlap_seconds} s more.`
  },
  async forget_keys(_action, run, rooms) {
    await rooms.gateway.clearJwksCache(requireProduct(rooms, run, 'api_id'))
    return 'The gateway has forgotten the key set and fetches it with the next call.'
  },
  change_api: changeApi,
}

/** Does one action of a lesson with the lesson's run. Failures are outcomes, too. */
export async function performAction(
  action: LessonAction,
  run: Run,
  rooms: LessonRooms,
): Promise<ActionOutcome> {
  const at = new Date().toISOString()
  const perform = WAYS[action.do] as (
    action: LessonAction,
    run: Run,
    rooms: LessonRooms,
  ) => Promise<string>
  try {
    return { at, is_done: true, text: await perform(action, run, rooms) }
  } catch (thrown) {
    const problem = AppError.from(thrown).toProblem()
    return { at, is_done: false, text: problem.detail ?? problem.title, problem }
  }
}

async function runStep(
  { step, inputs }: Action<'step'>,
  run: Run,
  { runs }: LessonRooms,
): Promise<string> {
  const after = await runs.runStep(run.id, step, inputs)
  const found = after.steps.find(({ id }) => id === step)
  if (found?.problem) throw AppError.fromProblem(found.problem)
  return found?.result?.summary ?? 'Done.'
}

async function changeApi(
  { label, members }: Action<'change_api'>,
  run: Run,
  rooms: LessonRooms,
): Promise<string> {
  const id = requireProduct(rooms, run, 'api_id')
  const result = ApiDefinition.safeParse({ ...rooms.definitions.apis.require(id), ...members })
  if (!result.success)
    throw new AppError('INPUT_INVALID', {
      detail: `The lesson changes the API to something that is no definition: ${result.error.issues[0]?.message}`,
      hint: 'Correct "members" in the file of the lesson.',
      cause: result.error,
    })
  await rooms.definitions.putApi(result.data)
  return `“${label}” is done, and live at once.`
}
