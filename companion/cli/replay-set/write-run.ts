import type { SetResult, SetRun } from '#shared/contract/replay/replay-set.ts'

const WORDS = { passed: 'ok   ', failed: 'FAIL ', error: 'ERROR' } as const

/** A run as lines for a terminal: for each request what was expected, and what came. */
export function writeRun({ name, results, duration_ms }: SetRun): string {
  const count = (state: SetResult['state']): number =>
    results.filter((result) => result.state === state).length
  const [failed, errors] = [count('failed'), count('error')]
  const summary = [
    `${count('passed')} of ${results.length} passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(errors > 0 ? [`${errors} could not be sent`] : []),
  ].join(', ')
  const width = Math.max(0, ...results.map((result) => result.name.length))
  return [
    show(name),
    ...results.map((result) => writeResult(result, width)),
    '',
    `${summary}, ${Math.round(duration_ms)} ms`,
  ].join('\n')
}

/** Names and answers come from strangers; a control character could rewrite what the terminal shows. */
function show(text: string): string {
  return text.replace(/\p{Cc}/gu, '\uFFFD')
}

function writeResult(result: SetResult, width: number): string {
  const { state, name, method, url, status, failure, assertions, duration_ms } = result
  const head = `${WORDS[state]} ${show(name).padEnd(width)}  ${method} ${show(url)}  ${status ?? '-'}  ${Math.round(duration_ms)} ms`
  const lines = [
    ...(failure === undefined ? [] : [`        ${show(failure)}`]),
    ...assertions.map(
      ({ expected, came, is_met }) =>
        `      ${is_met ? ' ' : '✗'} expected ${show(expected)}; came ${show(came)}`,
    ),
  ]
  return [head, ...lines].join('\n')
}
