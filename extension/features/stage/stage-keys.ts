/** What a person can do on the stage and from the speaker's window. */
export const COMMANDS = [
  'on',
  'forward',
  'back',
  'failure',
  'compare',
  'notes',
  'start-over',
  'dark',
  'theme',
  'leave',
  'keys',
  'larger',
  'smaller',
] as const

export type Command = (typeof COMMANDS)[number]

const KEYS: Record<string, Command> = {
  ' ': 'on',
  ArrowRight: 'forward',
  PageDown: 'forward',
  ArrowLeft: 'back',
  PageUp: 'back',
  f: 'failure',
  c: 'compare',
  n: 'notes',
  r: 'start-over',
  b: 'dark',
  '.': 'dark',
  t: 'theme',
  Escape: 'leave',
  '?': 'keys',
  '+': 'larger',
  '=': 'larger',
  '-': 'smaller',
}

/** The keys as a person reads them, in the order of use. */
export const KEY_WORDS: readonly { key: string; words: string }[] = [
  { key: 'Space', words: 'Run the step, or go on an arrow' },
  { key: '← →', words: 'Step back and forth; a presenter’s page keys do the same' },
  { key: 'F', words: 'Play the prepared failure, and again to repair it' },
  { key: 'C', words: 'Compare' },
  { key: 'N', words: 'Speaker notes in a second window' },
  { key: 'R', words: 'Start this step over' },
  { key: 'B', words: 'Dark screen' },
  { key: 'T', words: 'Light or dark theme' },
  { key: '+ −', words: 'Larger, up to the whole window; smaller' },
  { key: 'Esc', words: 'Leave' },
]

/** The command of a key; none while a modifier is held, or when the key belongs to the focused control. */
export function findCommand(event: KeyboardEvent): Command | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined
  const isOnButton = event.target instanceof HTMLElement && event.target.closest('button') !== null
  if (isOnButton && event.key === ' ') return undefined
  return KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key]
}
