import { config, type core } from 'zod'

// An MV3 page forbids eval, and zod's compiled parsers probe for it: every such page would log a
// policy violation. All of the project imports zod from here, so that the probe never runs.
config({ jitless: true, customError: describeIssue })

export * from 'zod'

const KINDS: Record<string, string> = {
  string: 'Write text.',
  number: 'Write a number.',
  int: 'Write a whole number.',
  boolean: 'Choose yes or no.',
  array: 'Give a list.',
  object: 'Give an object.',
  record: 'Give an object.',
}

/** Readable sentences for schemas without their own message. */
function describeIssue(issue: core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'This is missing.' : KINDS[issue.expected]
    case 'too_big':
      return `${describeBound(issue.origin, Number(issue.maximum), 'At most')}.`
    case 'too_small':
      return `${describeBound(issue.origin, Number(issue.minimum), 'At least')}.`
    case 'invalid_value':
      return `Choose ${issue.values.map((value) => String(value)).join(', ')}.`
    case 'unrecognized_keys':
      return `There is no ${issue.keys.join(', ')} here.`
    default:
      return undefined
  }
}

function describeBound(origin: string, bound: number, word: string): string {
  if (origin === 'string') return `${word} ${bound} characters`
  return origin === 'array' ? `${word} ${bound} entries` : `${word} ${bound}`
}
