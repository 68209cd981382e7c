import type { DcrProvider } from '#shared/tyk/dcr-options.ts'
import type { Driver } from './driver.ts'
import { auth0 } from './auth0/driver.ts'
import { curity } from './curity/driver.ts'
import { forgerock } from './forgerock/driver.ts'
import { gluu } from './gluu/driver.ts'
import { hydra } from './hydra/driver.ts'
import { keycloak } from './keycloak/driver.ts'
import { okta } from './okta/driver.ts'
import { other } from './other/driver.ts'
import { pingfederate } from './pingfederate/driver.ts'
import { wso2 } from './wso2/driver.ts'

export const DRIVERS: Record<DcrProvider, Driver> = {
  okta,
  keycloak,
  gluu,
  curity,
  auth0,
  pingfederate,
  forgerock,
  wso2,
  hydra,
  other,
}

export function getDriver(provider: DcrProvider): Driver {
  return DRIVERS[provider]
}
