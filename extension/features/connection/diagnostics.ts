import type { Run } from '#shared/contract/run.ts'
import type { ConnectionStore } from './connection-store.ts'

export interface DiagnosticsInput {
  connection: ConnectionStore
  run: Run | undefined
  extensionVersion: string
}

/** A text for a bug report: states and versions, never a secret. */
export function writeDiagnostics({ connection, run, extensionVersion }: DiagnosticsInput): string {
  const status = connection.status.peek()
  const error = connection.lastError.peek()
  const steps = run?.steps.map((step) => `${step.id}=${step.problem?.code ?? step.state}`)
  return [
    `DCR Lab extension ${extensionVersion}`,
    `Browser: ${navigator.userAgent}`,
    `Connection: ${connection.phase.peek()} ${connection.origin.peek() ?? ''}`,
    `Companion: ${status ? `${status.version}, Node ${status.node}, read only ${status.is_read_only}` : 'unknown'}`,
    `Last error: ${error ? `${error.code} ${error.message}` : 'none'}`,
    `Run: ${run ? `${run.id}, ${run.target}` : 'none'}`,
    `Steps: ${steps?.join(' ') ?? 'none'}`,
  ].join('\n')
}
