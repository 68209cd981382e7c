import { type Examination, type Finding, LAYERS } from '#shared/contract/doctor.ts'

/** One stage of the way: what was found there and how far it is good. */
export interface Stage {
  layer: Finding['layer']
  state: 'passed' | 'warned' | 'failed' | 'not_reached' | 'not_seen'
  passed: readonly string[]
  findings: readonly Finding[]
}

/**
 * An examination as the stages of the way, from the first to the last. A stage that says nothing was not looked
 * at; behind an error, it was not reached.
 */
export function readStages({ findings, passed }: Examination): readonly Stage[] {
  const speaks = (layer: Finding['layer']): boolean =>
    [...findings, ...passed].some((one) => one.layer === layer)
  const hasError = findings.some(({ severity }) => severity === 'error')
  const reach = hasError ? LAYERS.findLastIndex(speaks) : LAYERS.length
  return LAYERS.map((layer, at) => {
    const own = findings.filter((finding) => finding.layer === layer)
    const seen = passed.filter((one) => one.layer === layer).map(({ text }) => text)
    const isSeen = own.length + seen.length > 0
    return {
      layer,
      state: at > reach ? 'not_reached' : isSeen ? judge(own) : 'not_seen',
      passed: seen,
      findings: own,
    }
  })
}

function judge(findings: readonly Finding[]): Stage['state'] {
  if (findings.length === 0) return 'passed'
  return findings.some(({ severity }) => severity === 'error') ? 'failed' : 'warned'
}
