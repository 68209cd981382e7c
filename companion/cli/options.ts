import { InvalidArgumentError, Option } from 'commander'
import { AppError } from '#shared/errors/app-error.ts'

/** Options that several commands share, and the parsers of their values. */

export const json = (text: string): Option => new Option('--json', text)

export const companionUrl = (): Option =>
  new Option(
    '--companion <url>',
    'drive the companion whose control API is here; its token in DCR_LAB_TOKEN',
  ).argParser(readOrigin)

export const configDir = (): Option =>
  new Option('--config <dir>', 'where the running companion keeps its key file')

export const dataDir = (): Option =>
  new Option(
    '--data <dir>',
    'where records are kept, when no companion is running; for a provider that is not this lab’s',
  )

/** The error for an option that says something about another one, which was left out. */
export function lacks(option: string, other: string): AppError {
  return new AppError('OPTION_INVALID', {
    detail: `${option} has no effect without ${other}.`,
    hint: `Add ${other}, or leave ${option} out.`,
  })
}

/** An option whose value is a port. */
export const port = (flags: string, text: string): Option =>
  new Option(flags, text).argParser(readPort)

/** @throws InvalidArgumentError for all but 0 to 65535. */
export function readPort(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (number >= 0 && number <= 65_535) return number
  throw new InvalidArgumentError('A port is a number from 0 to 65535.')
}

/** A reader of whole numbers in a range. @throws InvalidArgumentError outside of it. */
export function readNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    if (number >= from && number <= to) return number
    throw new InvalidArgumentError(`It takes a number from ${from} to ${to}.`)
  }
}

function readOrigin(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new InvalidArgumentError('It takes an address such as http://127.0.0.1:8790.')
  return new URL(text).origin
}
