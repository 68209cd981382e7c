import type { HeaderLine } from '#shared/contract/exchange.ts'

const LONGEST = 500
const MOST = 20

/** The members of an object that are texts, cut to a bound. */
export function readTextMembers<N extends string>(
  members: Readonly<Record<string, unknown>>,
  names: readonly N[],
): Partial<Record<N, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = members[name]
      return typeof value === 'string' ? [[name, value.slice(0, LONGEST)]] : []
    }),
  ) as Partial<Record<N, string>>
}

/** A list of texts, or what of it is texts. */
export function readTexts(value: unknown): string[] {
  if (!Array.isArray(value)) return []
  return value
    .filter((one): one is string => typeof one === 'string')
    .slice(0, MOST)
    .map((one) => one.slice(0, LONGEST))
}

/** @param name - In lower case. */
export function findHeader(headers: readonly HeaderLine[], name: string): string | undefined {
  return headers.find(([known]) => known.toLowerCase() === name)?.[1]
}
