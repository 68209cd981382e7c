import type { Fact, StepId, StepResult } from '#shared/contract/run.ts'
import type { AppError } from '#shared/errors/app-error.ts'
import type { Products } from '#shared/journeys/products.ts'
import type { RunRecord } from '../store/schema.ts'
import { pickRooms, type RoomName, type Rooms } from './rooms.ts'
import type { StepContext } from './step-context.ts'

export interface StepOutput<Id extends StepId = StepId> {
  result: StepResult
  /** What later steps build on; the step's data in `shared/journeys` names all of it. */
  products?: Products<Id>
  /** Secrets to keep with the step, by field, as if a person had typed them. */
  keep?: Record<string, string>
  /** Set when the step ended with an answer that is not what a person hoped for. */
  problem?: AppError
}

/** How the companion carries out a step whose words and fields stand in `shared/journeys`. */
export interface StepRunner {
  id: StepId
  /** Values that make sense before a person types anything. Secrets are not among them. */
  suggest(run: RunRecord, rooms: Rooms): Record<string, unknown>
  /** @throws AppError when the step failed. */
  run(context: StepContext<never>, rooms: Rooms): Promise<StepOutput>
}

/** A step as it is written: it names the rooms that it uses, and gets those. */
export interface StepDraft<Id extends StepId, Use extends RoomName, Inputs> {
  id: Id
  uses: readonly Use[]
  suggest(
    run: RunRecord,
    rooms: Pick<Rooms, NoInfer<Use>>,
  ): NoInfer<{ [Name in keyof Inputs]?: Inputs[Name] }>
  /** The schema in `shared/journeys` has checked the inputs. @throws AppError when the step failed. */
  run(
    context: StepContext<Inputs>,
    rooms: Pick<Rooms, NoInfer<Use>>,
  ): Promise<StepOutput<NoInfer<Id>>>
}

export function defineStep<
  const Id extends StepId,
  const Use extends RoomName = never,
  Inputs = Record<never, never>,
>(step: StepDraft<Id, Use, Inputs>): StepRunner {
  const pick = (rooms: Rooms): Pick<Rooms, Use> => pickRooms(rooms, step.uses)
  return {
    id: step.id,
    suggest: (run, rooms) => step.suggest(run, pick(rooms)),
    run: (context, rooms) => step.run(context, pick(rooms)),
  }
}

export function text(id: string, label: string, value: string): Fact {
  return { id, label, kind: 'text', value }
}

export function code(id: string, label: string, value: string): Fact {
  return { id, label, kind: 'code', value }
}

/** @param iso - A moment; people see it in their own time zone. */
export function time(id: string, label: string, iso: string): Fact {
  return { id, label, kind: 'time', value: iso }
}

export function link(id: string, label: string, value: string): Fact {
  return { id, label, kind: 'url', value }
}
