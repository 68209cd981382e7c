import type { InteropServer } from '../interop-server.ts'
import { NotObtained } from '../not-obtained.ts'
import { openTykControl, type TykControl } from '../tyk/tyk-control.ts'
import { tykRows } from '../tyk/tyk-rows.ts'

const RECORDED_AT = '5.14.0'

/**
 * A Tyk Gateway that somebody runs on this machine, by DCR_TYK_URL and DCR_TYK_SECRET; DCR_TYK_API_URL where it
 * serves its APIs at another address. No registry has Tyk's server. What is pushed there is removed again.
 */
export const tyk: InteropServer = {
  name: 'tyk',
  title: 'Tyk Gateway, by address',
  version: 'as it runs',
  from: 'address',
  isNamed: () => read('URL') !== undefined,
  start() {
    const [url, secret] = [read('URL'), read('SECRET')]
    if (url === undefined || secret === undefined)
      throw new NotObtained('DCR_TYK_URL and DCR_TYK_SECRET are not set')
    const opened = openTykControl({ url, secret, apiUrl: read('API_URL') ?? url })
    control = opened
    return Promise.resolve({
      host: url,
      provider: 'other',
      ports: [],
      // Where the run was stopped, the row that removes has not run.
      stop: async () => void (await opened.removeAll()),
    })
  },
  rows: () => tykRows(requireControl, RECORDED_AT),
}

let control: TykControl | undefined

function requireControl(): TykControl {
  if (!control) throw new Error('The gateway was not started')
  return control
}

function read(part: 'URL' | 'SECRET' | 'API_URL'): string | undefined {
  const value = process.env[`DCR_TYK_${part}`]?.replace(/\/+$/, '')
  return value === '' ? undefined : value
}
