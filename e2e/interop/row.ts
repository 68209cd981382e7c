import type { Scene } from './scene.ts'

/** The end that a row came to. */
export interface Ending {
  /** Short and the same in every run: "200", "step 9 register-client", "TOKEN_REFUSED". */
  ends: string
  /** Every word that the product said about it. */
  says?: string
}

/** The end that is true for a server. */
export interface TrueEnding {
  ends: string | RegExp
  /** What a person has to be told. */
  says?: readonly (string | RegExp)[]
  /** What would be false at this server. */
  neverSays?: readonly (string | RegExp)[]
  /** Why this end is the true one: a property of the server. */
  because: string
}

/** One thing that is done at a server, beside the end that it must come to. */
export interface Row {
  name: string
  expected: TrueEnding
  run(scene: Scene): Promise<Ending>
}

export interface RowResult {
  name: string
  expected: TrueEnding
  seen: Ending
  /** Why what was seen is not the true end; empty when it is. */
  faults: string[]
}

/**
 * Runs one row. A row that throws has come to an end, too, and not to the one expected.
 *
 * @returns What was seen, and each difference from the true end.
 */
export async function runRow(row: Row, scene: Scene): Promise<RowResult> {
  const { name, expected } = row
  const seen = await row
    .run(scene)
    .catch((error: unknown): Ending => ({ ends: `threw ${String(error)}` }))
  return { name, expected, seen, faults: findFaults(expected, seen) }
}

export function findFaults(expected: TrueEnding, { ends, says = '' }: Ending): string[] {
  return [
    ...(matches(expected.ends, ends) ? [] : [`ended with "${ends}", not "${expected.ends}"`]),
    ...(expected.says ?? [])
      .filter((words) => !matchesPart(words, says))
      .map((words) => `did not say "${words}"`),
    ...(expected.neverSays ?? [])
      .filter((words) => matchesPart(words, says))
      .map((words) => `said "${words}"`),
  ]
}

function matches(expected: string | RegExp, seen: string): boolean {
  return typeof expected === 'string' ? expected === seen : expected.test(seen)
}

function matchesPart(expected: string | RegExp, seen: string): boolean {
  return typeof expected === 'string' ? seen.includes(expected) : expected.test(seen)
}
