import type { Finding } from '#shared/contract/doctor.ts'

/** A finding of the doctor for a terminal. */
export function writeFinding(finding: Finding): string {
  const { severity, layer, title, pain, seen, expected, cause, fix, reference } = finding
  const mark = severity === 'error' ? 'FAIL ' : 'warn '
  return `
${mark} ${layer.padEnd(13)} ${title}${pain === undefined ? '' : ` (pain ${pain})`}
      Seen      ${seen}
      Expected  ${expected}
      Cause     ${cause}
      Fix       ${fix.label}
      Source    ${reference.text}, ${reference.href}`
}
