import { Router } from 'express'
import { certificateEndpoints } from '#shared/contract/endpoints/certificate-endpoints.ts'
import type { Certificates } from '../certificates/certificates.ts'
import { bind } from '../http/bind.ts'

export interface CertificateRoutesDeps {
  certificates: Certificates
}

/** `/api/provider-certificates`. */
export function certificateRoutes({ certificates }: CertificateRoutesDeps): Router {
  const router = Router()
  bind(router, certificateEndpoints.listProviderCertificates, () => certificates.list())
  bind(router, certificateEndpoints.putProviderCertificates, ({ params, body }) =>
    certificates.put(params.origin, body),
  )
  bind(router, certificateEndpoints.deleteProviderCertificates, async ({ params }) => {
    await certificates.remove(params.origin)
    return undefined
  })
  return router
}
