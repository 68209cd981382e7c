import { median } from '../median.mjs'

/** What is to be reached, as CPU time of one variant over that of another at the same connections. */
export const RATIOS = [
  { of: 'dcr-lab', to: 'bare', atMost: 1.2 },
  { of: 'dcr-lab, new tokens', to: 'bare', atMost: 3 },
  { of: 'express', to: 'dcr-lab', atLeast: 6 },
  { of: 'fastify', to: 'dcr-lab', atLeast: 2.5 },
]

/**
 * The median over the rounds of one variant's CPU time over another's in the same round: what the
 * machine does to all of a round cancels out.
 *
 * @returns {number | undefined} `undefined` when one of them was not measured.
 */
export function compare(results, { name, connections }, to) {
  const find = (wanted) =>
    results.find((result) => result.name === wanted && result.connections === connections)
  const [one, other] = [find(name), find(to)]
  return one && other && median(one.rounds.map((micros, round) => micros / other.rounds[round]))
}

/** @returns {string[]} One sentence for each ratio that is missed. */
export function findMisses(results) {
  const counts = new Set(results.map(({ connections }) => connections))
  return [...counts].flatMap((connections) => {
    return RATIOS.flatMap(({ of, to, atMost, atLeast }) => {
      const ratio = compare(results, { name: of, connections }, to)
      if (ratio === undefined) return []
      if (atMost !== undefined && ratio > atMost)
        return [
          `${connections} connections: ${of} is ${ratio.toFixed(2)} times ${to}, more than ${atMost}`,
        ]
      if (atLeast !== undefined && ratio < atLeast)
        return [
          `${connections} connections: ${of} is ${ratio.toFixed(2)} times ${to}, less than ${atLeast}`,
        ]
      return []
    })
  })
}
