import type { CatalogueEntry, PortalSettings } from '#shared/contract/portal.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { maskSecret } from '#shared/secrets/mask.ts'
import type { DcrOptions } from '#shared/tyk/dcr-options.ts'
import type { SecretPlace, Vault } from '../secrets/vault.ts'
import type { CatalogueRecord, PortalSettingsRecord } from '../store/schema.ts'
import type { Tables } from '../store/tables.ts'

/** DCR settings for a registration, with the initial access token in plain text. Never leaves the process. */
export interface EffectiveSettings {
  options: DcrOptions
  separator: string
  initialAccessToken: string | undefined
}

type WithToken<T> = Omit<T, 'initial_access_token'> & { initial_access_token?: string | undefined }

/** An entry to save, with the initial access token in plain text, or without it to keep the stored token. */
export type EntryDraft = Omit<CatalogueEntry, 'config'> & {
  config: WithToken<CatalogueEntry['config']>
}
export type SettingsDraft = WithToken<PortalSettings>

type CatalogueTables = Tables<'catalogue' | 'portal_settings' | 'apis' | 'policies'>

/** Published APIs, and the DCR settings that they share or override. */
export interface Catalogue {
  list(): CatalogueEntry[]
  get(id: string): CatalogueEntry | undefined
  /** @throws AppError `RECORD_NOT_FOUND` when the API or the policy is not there. */
  putEntry(draft: EntryDraft): Promise<CatalogueEntry>
  /** @throws AppError `RECORD_NOT_FOUND`. */
  removeEntry(id: string): Promise<void>
  settings(): PortalSettings
  putSettings(draft: SettingsDraft): Promise<PortalSettings>
  /** Stored records with the token masked. */
  presentEntry(record: CatalogueRecord): CatalogueEntry
  presentSettings(record: PortalSettingsRecord): PortalSettings
  /** The entry's own settings, or the global ones that it does not override; `undefined` while DCR is off. */
  effectiveSettings(entryId: string): EffectiveSettings | undefined
}

const SETTINGS_ID = 'global'
const DEFAULT_SETTINGS: PortalSettingsRecord = {
  enable_dcr: false,
  oauth_redirect_uri_separator: ';',
}

export function createCatalogue(tables: CatalogueTables, vault: Vault): Catalogue {
  return new KeptCatalogue(tables, vault)
}

class KeptCatalogue implements Catalogue {
  readonly #tables: CatalogueTables
  readonly #vault: Vault

  constructor(tables: CatalogueTables, vault: Vault) {
    this.#tables = tables
    this.#vault = vault
  }

  list(): CatalogueEntry[] {
    return this.#tables
      .records('catalogue')
      .list()
      .map((record) => this.presentEntry(record))
  }

  get(id: string): CatalogueEntry | undefined {
    const record = this.#tables.records('catalogue').get(id)
    return record && this.presentEntry(record)
  }

  putEntry(draft: EntryDraft): Promise<CatalogueEntry> {
    return this.#tables.transact((transaction) => {
      if (!transaction.get('apis', draft.api_id)) throw missing('api_id', 'API', draft.api_id)
      if (!transaction.get('policies', draft.policy_id))
        throw missing('policy_id', 'policy', draft.policy_id)
      const stored = transaction.get('catalogue', draft.id)?.config.initial_access_token
      const place = entryPlace(draft.id)
      const config = sealToken(this.#vault, { draft: draft.config, stored, place })
      const record: CatalogueRecord = { ...draft, config }
      transaction.put('catalogue', draft.id, record)
      return this.presentEntry(record)
    })
  }

  removeEntry(id: string): Promise<void> {
    return this.#tables.transact((transaction) => {
      transaction.require('catalogue', id)
      transaction.delete('catalogue', id)
    })
  }

  settings(): PortalSettings {
    return this.presentSettings(this.#readSettings())
  }

  putSettings(draft: SettingsDraft): Promise<PortalSettings> {
    return this.#tables.transact((transaction) => {
      const stored = transaction.get('portal_settings', SETTINGS_ID)?.initial_access_token
      const record = sealToken(this.#vault, { draft, stored, place: settingsPlace() })
      transaction.put('portal_settings', SETTINGS_ID, record)
      return this.presentSettings(record)
    })
  }

  effectiveSettings(entryId: string): EffectiveSettings | undefined {
    const entry = this.#tables.records('catalogue').get(entryId)
    const global = this.#readSettings()
    const isOwn = entry?.config.override === true
    const source = isOwn ? entry.config : global
    if (!source.enable_dcr || !source.dcr_options) return undefined
    const token = source.initial_access_token
    const place = isOwn ? entryPlace(entryId) : settingsPlace()
    return {
      options: source.dcr_options,
      separator: global.oauth_redirect_uri_separator,
      initialAccessToken: token === undefined ? undefined : this.#vault.open(token, place),
    }
  }

  presentEntry(record: CatalogueRecord): CatalogueEntry {
    return { ...record, config: this.#present(record.config, entryPlace(record.id)) }
  }

  presentSettings(record: PortalSettingsRecord): PortalSettings {
    return this.#present(record, settingsPlace())
  }

  #readSettings(): PortalSettingsRecord {
    return this.#tables.records('portal_settings').get(SETTINGS_ID) ?? DEFAULT_SETTINGS
  }

  #present<T extends { initial_access_token?: string | undefined }>(
    record: T,
    place: SecretPlace,
  ): T {
    const token = record.initial_access_token
    if (token === undefined) return record
    return { ...record, initial_access_token: maskSecret(this.#vault.open(token, place)) }
  }
}

interface TokenChange<T> {
  draft: T
  /** The envelope kept so far. */
  stored: string | undefined
  place: SecretPlace
}

function sealToken<T extends { initial_access_token?: string | undefined }>(
  vault: Vault,
  { draft, stored, place }: TokenChange<T>,
): Omit<T, 'initial_access_token'> & { initial_access_token?: string } {
  const { initial_access_token: typed, ...rest } = draft
  const envelope = typed ? vault.seal(typed, place) : stored
  return { ...rest, ...(envelope !== undefined && { initial_access_token: envelope }) }
}

function entryPlace(id: string): SecretPlace {
  return { collection: 'catalogue', id, field: 'initial_access_token' }
}

function settingsPlace(): SecretPlace {
  return { collection: 'portal_settings', id: SETTINGS_ID, field: 'initial_access_token' }
}

function missing(field: string, what: string, id: string): AppError {
  const message = `No ${what} has the id ${id}.`
  return new AppError('RECORD_NOT_FOUND', {
    detail: message,
    issues: [{ field, rule: 'exists', message }],
  })
}
