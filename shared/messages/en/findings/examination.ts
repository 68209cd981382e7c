import type { Numbers, Texts } from '../../facts.ts'

/** What went well in an examination, and what it left behind. */
export const EXAMINATION = {
  API_ANSWERED: ({ status, count }: Numbers<'status' | 'count'>) =>
    `${status} from the API, after ${count} checks of the gateway`,
  CLAIMS_SEEN: ({ claims }: Texts<'claims'>) => `Claims: ${claims}`,
  CLIENT: ({ name, id }: Texts<'name' | 'id'>) => `${name} (${id})`,
  CLIENT_KEPT: ({ client, failure }: Texts<'client' | 'failure'>) => `${client}: ${failure}`,
  CLIENT_READ: 'The client can be read',
  CLIENT_SURVIVES: ({ client }: Texts<'client'>) =>
    `${client}: the provider confirmed its deletion and still has it.`,
  CLIENT_WITHOUT_ID: ({ name }: Texts<'name'>) => `${name} (id unknown)`,
  CLIENTS_GONE: ({ count }: Numbers<'count'>) =>
    `${count} ${count === 1 ? 'client' : 'clients'} deleted again, and not to be read any more`,
  KEYS_FOUND: ({ count, tookMs }: Numbers<'count' | 'tookMs'>) =>
    `${count} ${count === 1 ? 'key' : 'keys'} in ${tookMs} ms`,
  METADATA_FOUND: ({ source }: Texts<'source'>) => `Metadata at ${source}`,
  NAME_RESOLVED: ({ host, addresses }: Texts<'host' | 'addresses'>) => `${host} is ${addresses}`,
  OWN_CLIENT: ({ name, id }: Texts<'name' | 'id'>) =>
    `${name} (${id}), examined as it is: nothing was registered, read or changed`,
  PORT_OPEN: ({ port }: Numbers<'port'>) => `Port ${port} is open`,
  PORT_OPEN_PLAIN: ({ port }: Numbers<'port'>) => `Port ${port} is open, not encrypted`,
  REGISTERED: ({ status }: Numbers<'status'>) => `Registered, ${status}`,
  TLS_SPOKEN: ({ protocol, names }: Texts<'protocol' | 'names'>) =>
    `${protocol}, a certificate for ${names}`,
  TOKEN_GOT: ({ method }: Texts<'method'>) => `A token with ${method}`,
}
