import { execFile } from 'node:child_process'
import { NotObtained } from '../not-obtained.ts'

/** What tools write when the network or the registry is not reached. A wrong checksum is not among them. */
const UNREACHABLE =
  /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|E50[234]|NewConnectionError|NameResolutionError|ConnectTimeoutError|Temporary failure in name resolution|Unknown host|Connection refused|Connection timed out|Network is unreachable|Could not transfer artifact/
const TOOL_LIMIT_MS = 900_000

/**
 * Runs a tool that fetches or unpacks something.
 *
 * @throws NotObtained when the tool is not installed or the network is not reached; Error with its output
 * for everything else, wrong checksums above all.
 */
export function runTool(program: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      { cwd, timeout: TOOL_LIMIT_MS, killSignal: 'SIGKILL', maxBuffer: 64 * 2 ** 20 },
      (error, stdout, stderr) => {
        if (!error) resolve(stdout)
        else if (error.code === 'ENOENT') reject(new NotObtained(`${program} is not installed`))
        else reject(explain(program, `${stdout}${stderr}`, error))
      },
    )
  })
}

function explain(program: string, output: string, cause: Error): Error {
  const [match] = UNREACHABLE.exec(output) ?? []
  const isChecksum = /EINTEGRITY|HASHES ARE REQUIRED|DO NOT MATCH|Checksum validation failed/i.test(
    output,
  )
  if (match !== undefined && !isChecksum)
    return new NotObtained(`${program} did not reach its registry (${match})`)
  return new Error(`${program} failed:\n${output.slice(-3000)}`, { cause })
}
