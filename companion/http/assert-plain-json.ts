import { AppError } from '#shared/errors/app-error.ts'

/** Deeper than any definition or recording; far from where JavaScript's own JSON writer gives up. */
const MOST_LEVELS = 200

/**
 * Refuses what could not be kept as it came: a member `__proto__`, which JavaScript's objects lose, and a
 * value that is too deep to be written as JSON again. Half a surrogate pair is kept: JSON escapes it.
 *
 * @throws AppError `REQUEST_INVALID`
 */
export function assertPlainJson(body: unknown): void {
  const waiting: [value: unknown, level: number][] = [[body, 0]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [value, level] = next
    if (typeof value !== 'object' || value === null) continue
    if (level === MOST_LEVELS) throw refuse(`is deeper than ${MOST_LEVELS} levels`)
    for (const [name, member] of Object.entries(value)) {
      if (name === '__proto__') throw refuse('has a member with the name __proto__')
      waiting.push([member, level + 1])
    }
  }
}

function refuse(what: string): AppError {
  return new AppError('REQUEST_INVALID', {
    detail: `The body ${what}.`,
    hint: 'Nothing was changed. Such a value could not be kept as it was sent.',
  })
}
