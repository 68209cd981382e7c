import type { DcrProvider } from '#shared/tyk/dcr-options.ts'
import type { Driver } from './driver.ts'
import { okta } from './okta.ts'
import { createPlainDriver } from './plain-driver.ts'

const DRIVERS: Record<DcrProvider, Driver> = {
  okta,
  keycloak: createPlainDriver('keycloak', 'Keycloak'),
  gluu: createPlainDriver('gluu', 'Gluu'),
  curity: createPlainDriver('curity', 'Curity'),
  other: createPlainDriver('other', 'Other'),
}

export function getDriver(provider: DcrProvider): Driver {
  return DRIVERS[provider]
}
