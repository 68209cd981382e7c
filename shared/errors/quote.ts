/** A value from outside as evidence: one line, at most 200 characters. */
export function quote(value: unknown): string {
  const text =
    typeof value === 'string' ? value : value === undefined ? 'nothing' : JSON.stringify(value)
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '\uFFFD')
  return line.length > 200 ? `${line.slice(0, 200)}…` : line
}
