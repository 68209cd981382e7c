import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler } from 'express'
import type { Vault } from '../../secrets/vault.ts'
import type { IdpRecords } from '../../store/idp-records.ts'
import type { SoftwarePublishers } from '../software-publishers.ts'
import { openKeyRing } from '../engine/key-ring.ts'
import { auth0 } from './auth0.ts'
import { createClientDesk } from './client-desk.ts'
import { curity } from './curity.ts'
import type { Dialect } from './dialect.ts'
import { openDialectState } from './dialect-state.ts'
import { gluu } from './gluu.ts'
import { keycloak } from './keycloak.ts'
import type { Skin, SkinTools } from './skin.ts'
import { createSkinApp } from './skin-app.ts'
import { createStandardApp, STANDARD_AUDIENCE, type StandardOptions } from './standard-app.ts'

export interface DialectDeps {
  origin: string
  records: IdpRecords
  vault: Vault
  /** Milliseconds since the epoch. */
  now: () => number
  publishers: SoftwarePublishers
}

const SKINS: readonly Skin[] = [keycloak, auth0, curity, gluu]

type StandardId = 'rfc' | 'mcp' | 'none'

const STANDARD: Record<StandardId, Omit<StandardOptions, 'issuer'> & { label: string }> = {
  rfc: { label: 'Plain RFC', path: '/rfc', registration: 'with_token', isForMcp: false },
  mcp: { label: 'MCP-ready', path: '/mcp', registration: 'open', isForMcp: true },
  none: { label: 'No registration', path: '/none', registration: 'none', isForMcp: false },
}

/** The dialects beside Okta, each made when it is first asked for. */
export interface Dialects {
  ids: readonly string[]
  /** @throws RangeError when there is no such dialect. */
  open(id: string): Promise<Dialect>
  /** The one that answers below this path. */
  findByPath(path: string): string | undefined
  handle(id: string, request: IncomingMessage, response: ServerResponse): void
}

export function createDialects(deps: DialectDeps): Dialects {
  const opened = new Map<string, Promise<Dialect>>()
  const ids = [...SKINS.map(({ id }) => id), ...Object.keys(STANDARD)]
  const open = (id: string): Promise<Dialect> => {
    if (!ids.includes(id)) throw new RangeError(`There is no dialect "${id}"`)
    const known = opened.get(id) ?? openDialect(id, deps)
    opened.set(id, known)
    return known
  }
  return {
    ids,
    open,
    findByPath(path) {
      const inserted = path.replace(/^\/\.well-known\/[a-z-]+/, '')
      return ids.find((id) => inserted === `/${id}` || inserted.startsWith(`/${id}/`))
    },
    handle(id, request, response) {
      open(id).then(
        ({ handler }) => handler(request as never, response as never, () => response.end()),
        () => {
          response.statusCode = 500
          response.end()
        },
      )
    },
  }
}

async function openDialect(id: string, deps: DialectDeps): Promise<Dialect> {
  const skin = SKINS.find((candidate) => candidate.id === id)
  return skin ? openSkin(skin, deps) : openStandard(id as StandardId, deps)
}

async function openSkin(skin: Skin, deps: DialectDeps): Promise<Dialect> {
  const { origin, now, publishers } = deps
  const state = openDialectState({ ...deps, id: skin.id })
  const issuer = origin + skin.issuerPath
  const desk = createClientDesk(state, now)
  const tools: SkinTools = { origin, issuer, state, desk, now, publishers }
  const ring = await openKeyRing({ ...deps, records: deps.records.keys, dialect: skin.id })
  const { app, engine } = await createSkinApp(skin, tools, ring)
  return {
    id: skin.id,
    label: skin.label,
    provider: skin.provider,
    host: origin + skin.hostPath,
    issuer,
    audience: skin.audience,
    handler: app as RequestHandler,
    keys: ring,
    authorize: async () => `Bearer ${await skin.createInitialToken(tools)}`,
    createInitialToken: () => skin.createInitialToken(tools),
    saveScope: state.saveScope,
    removeScope: state.removeScope,
    rotateKey: (seconds) => engine.rotateKey(seconds),
  }
}

async function openStandard(id: StandardId, deps: DialectDeps): Promise<Dialect> {
  const { origin, now, publishers } = deps
  const options = STANDARD[id]
  const state = openDialectState({ ...deps, id })
  const issuer = origin + options.path
  const ring = await openKeyRing({ ...deps, records: deps.records.keys, dialect: id })
  const { app, engine } = await createStandardApp(
    { ...options, issuer },
    { state, ring, now, publishers },
  )
  const createInitialToken = async (): Promise<string> => {
    if (options.registration !== 'with_token') return randomBytes(24).toString('base64url')
    const provider = engine.current()
    return new provider.InitialAccessToken({ expiresIn: 86_400 }).save()
  }
  return {
    id,
    label: options.label,
    provider: 'other',
    host: issuer,
    issuer,
    audience: STANDARD_AUDIENCE,
    handler: app as RequestHandler,
    keys: ring,
    authorize: async () => `Bearer ${await createInitialToken()}`,
    createInitialToken,
    saveScope: state.saveScope,
    removeScope: state.removeScope,
    rotateKey: (seconds) => engine.rotateKey(seconds),
  }
}
