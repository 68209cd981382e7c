import { split } from 'shlex'
import { unreadable } from './read-requests.ts'

const SEPARATORS = new Set([';', '&', '&&', '|', '||'])
const CURL = /^curl(?:\.exe)?$/i

/** The words of each curl command in a text, and what else stood there. Nothing is expanded. */
export function splitCommands(text: string): { commands: string[][]; others: string[] } {
  const commands: string[][] = []
  const others: string[] = []
  let current: string[] | undefined
  for (const word of splitWords(text)) {
    if (CURL.test(word)) {
      current = ['curl']
      commands.push(current)
    } else if (SEPARATORS.has(word)) current = undefined
    else if (current) current.push(word)
    else if (word !== '$') others.push(word)
  }
  return { commands, others }
}

/** @throws AppError `IMPORT_UNREADABLE` when a quote is not closed. */
function splitWords(text: string): string[] {
  try {
    return split(isForCmd(text) ? readCarets(text) : text.replaceAll('\r\n', '\n'))
  } catch {
    throw unreadable(
      'A quote in the command is not closed, so it is not clear where a value ends.',
      'Copy the whole command again.',
    )
  }
}

/** Chrome's "Copy as cURL (cmd)" escapes each quote, and each end of a line, with a caret. */
function isForCmd(text: string): boolean {
  return /\^"|\^\r?\n/.test(text)
}

/**
 * Undoes the escapes of cmd.exe: a caret makes the next character plain; before the end of a line it joins
 * lines, and a line end behind that is kept.
 */
function readCarets(text: string): string {
  return text
    .replace(/\^\r?\n\r?\n/g, '\n')
    .replace(/\^\r?\n/g, ' ')
    .replace(/\^([^\r\n])/g, '$1')
}
