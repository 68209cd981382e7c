import type { VNode } from 'preact'
import type { ReadJwt } from '../../lib/jwt.ts'
import { formatDistance, formatMoment } from '../../lib/time-words.ts'
import { Disclosure } from '../layout/disclosure.tsx'
import { ValueTable } from './value-table.tsx'

const TIMES = new Set(['exp', 'iat', 'nbf', 'auth_time'])

export interface JwtViewProps {
  jwt: ReadJwt
  /** Milliseconds since the epoch; the time left is counted from this moment. */
  nowMs: number
  isOpen?: boolean | undefined
}

/** A decoded token: header, claims, signature, time left. The signature is not verified. */
export function JwtView({ jwt, nowMs, isOpen }: JwtViewProps): VNode {
  return (
    <Disclosure summary={`JWT, ${describeLife(jwt, nowMs)}`} isOpen={isOpen}>
      <JwtTables header={jwt.header} claims={jwt.claims} nowMs={nowMs} />
      <ValueTable caption="Signature" rows={[['value', jwt.signature || 'none']]} />
    </Disclosure>
  )
}

export interface JwtTablesProps extends Pick<ReadJwt, 'header' | 'claims'> {
  /** Milliseconds since the epoch, on the clock by which the token is dated. */
  nowMs: number
}

/** Header and claims, times in words beside their numbers. */
export function JwtTables({ header, claims, nowMs }: JwtTablesProps): VNode {
  return (
    <>
      <ValueTable
        caption="Header"
        rows={Object.entries(header).map(([name, value]) => [name, print(value)])}
      />
      <ValueTable
        caption="Claims"
        rows={Object.entries(claims).map(([name, value]) => [name, printClaim(name, value, nowMs)])}
      />
    </>
  )
}

function describeLife({ claims }: ReadJwt, nowMs: number): string {
  const { exp } = claims
  if (typeof exp !== 'number') return 'no expiry'
  const distance = formatDistance(exp * 1000, nowMs)
  return exp * 1000 > nowMs ? `expires ${distance}` : `expired ${distance}`
}

function printClaim(name: string, value: unknown, nowMs: number): string {
  const isTime = TIMES.has(name) && typeof value === 'number'
  return isTime ? `${value} (${formatMoment(value * 1000, nowMs)})` : print(value)
}

function print(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
