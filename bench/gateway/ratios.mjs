/** What is to be reached, as CPU time of one variant over that of another at the same connections. */
export const RATIOS = [
  { of: 'dcr-lab', to: 'bare', atMost: 1.2 },
  { of: 'dcr-lab, new tokens', to: 'bare', atMost: 3 },
  { of: 'express', to: 'dcr-lab', atLeast: 6 },
  { of: 'fastify', to: 'dcr-lab', atLeast: 2.5 },
]

/** @returns {string[]} One sentence for each ratio that is missed. */
export function findMisses(results) {
  const counts = new Set(results.map(({ connections }) => connections))
  return [...counts].flatMap((connections) => {
    const find = (name) =>
      results.find((result) => result.name === name && result.connections === connections)
    return RATIOS.flatMap(({ of, to, atMost, atLeast }) => {
      const [one, other] = [find(of), find(to)]
      if (!one || !other) return []
      const ratio = one.cpuMicros / other.cpuMicros
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
