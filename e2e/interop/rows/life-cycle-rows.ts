import type { Row, TrueEnding } from '../row.ts'
import { type ChainClient, endOf, registrationOf } from './client-of.ts'

/** The ends of the life cycle at a server. */
export interface LifeCycleEnds {
  read: TrueEnding
  update: TrueEnding
  rotate: TrueEnding
  delete: TrueEnding
  /** Left out where no client can be deleted. */
  readAfterDelete?: TrueEnding
}

/** For servers with registration alone: each act ends by saying that the server gave no address for it. */
export const NO_MANAGEMENT: LifeCycleEnds = (() => {
  const because = 'the server has no RFC 7592: its answer names no registration_client_uri'
  const end: TrueEnding = {
    ends: 'MANAGEMENT_UNAVAILABLE',
    says: [/no address|no token/],
    because,
  }
  return { read: end, update: end, rotate: { ...end, says: ['no call that rotates'] }, delete: end }
})()

const NEW_NAME = 'Interop, renamed'

/** Reads, updates, rotates and deletes the client of a chain (RFC 7592). */
export function lifeCycleRows(chain: ChainClient, ends: LifeCycleEnds): Row[] {
  const read = (name: string, expected: TrueEnding): Row => ({
    name,
    expected,
    run: ({ lab }) =>
      endOf(async () => {
        const params = { registration: registrationOf(chain) }
        const { client } = await lab.client.readRegistration({ params })
        return { ends: 'read', says: JSON.stringify(client) }
      }),
  })
  return [
    read('life: read', ends.read),
    {
      name: 'life: update',
      expected: ends.update,
      run: ({ lab }) =>
        endOf(async () => {
          const params = { registration: registrationOf(chain) }
          const { granted, asked } = await lab.client.getRegistration({ params })
          const metadata = { ...asked, client_name: NEW_NAME }
          await lab.client.updateRegistration({ params, body: { metadata } })
          const { client } = await lab.client.readRegistration({ params })
          const isRenamed = client['client_name'] === NEW_NAME
          return {
            ends: isRenamed ? 'updated' : `client_name is ${String(client['client_name'])}`,
            says: JSON.stringify({ before: granted, after: client }),
          }
        }),
    },
    {
      name: 'life: rotate the secret',
      expected: ends.rotate,
      run: ({ lab }) =>
        endOf(async () => {
          const params = { registration: registrationOf(chain) }
          const before = await lab.client.getRegistration({ params })
          const after = await lab.client.rotateSecret({ params })
          return { ends: before.client_secret === after.client_secret ? 'same' : 'rotated' }
        }),
    },
  ]
}

/** Deletes the client of a chain, and looks for it afterwards. */
export function deleteRows(chain: ChainClient, ends: LifeCycleEnds): Row[] {
  const rows: Row[] = [
    {
      name: 'life: delete',
      expected: ends.delete,
      run: ({ lab }) =>
        endOf(async () => {
          const params = { registration: registrationOf(chain) }
          const { state } = await lab.client.deleteRegistration({ params })
          return { ends: state }
        }),
    },
  ]
  if (!ends.readAfterDelete) return rows
  return [
    ...rows,
    {
      name: 'life: read after the delete',
      expected: ends.readAfterDelete,
      run: ({ lab }) =>
        endOf(async () => {
          const params = { registration: registrationOf(chain) }
          await lab.client.readRegistration({ params })
          return { ends: 'read' }
        }),
    },
  ]
}
