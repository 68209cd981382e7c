import { readFile, writeFile } from 'node:fs/promises'

/** The ports of the last time: a document's address is a client id, which must not change at a restart. */
export interface KeptPorts {
  /** 0 where none is known. */
  read(): Promise<[https: number, http: number]>
  keep(origins: readonly string[]): Promise<void>
}

export function openPorts(path: string): KeptPorts {
  return {
    async read() {
      const text = await readFile(path, 'utf8').catch(() => '')
      const [https = 0, http = 0] = text.split(' ').map(Number)
      return [https, http].map((port) =>
        Number.isInteger(port) && port > 0 && port < 65_536 ? port : 0,
      ) as [number, number]
    },
    keep: (origins) =>
      writeFile(path, origins.map((origin) => new URL(origin).port).join(' '), { mode: 0o600 }),
  }
}
