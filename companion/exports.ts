/**
 * What the package `dcr-lab` exports: a companion for programs and tests, and the client of its
 * control API.
 *
 * @module
 */
export { startCompanion, type StartedCompanion, type StartOptions } from './start-companion.ts'
export { createApiClient, type ApiClient } from '#shared/contract/api-client.ts'
export { AppError } from '#shared/errors/app-error.ts'
