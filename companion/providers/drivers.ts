import type { DcrProvider } from '#shared/tyk/dcr-options.ts'
import type { Driver } from './driver.ts'
import { auth0 } from './drivers/auth0.ts'
import { curity } from './drivers/curity.ts'
import { forgerock } from './drivers/forgerock.ts'
import { gluu } from './drivers/gluu.ts'
import { hydra } from './drivers/hydra.ts'
import { keycloak } from './drivers/keycloak.ts'
import { okta } from './drivers/okta.ts'
import { other } from './drivers/other.ts'
import { pingfederate } from './drivers/pingfederate.ts'
import { wso2 } from './drivers/wso2.ts'

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
