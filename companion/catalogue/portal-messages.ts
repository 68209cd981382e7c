import { randomInt, randomUUID, timingSafeEqual } from 'node:crypto'
import type { PortalMessage } from '#shared/contract/portal.ts'

const KEPT = 50
const LIFETIME_MS = 10 * 60_000
const TRIES = 5
/** Without letters and digits that look alike. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const CODE_LENGTH = 8

/** What the portal would send by e-mail. It sends none: its messages are read by paired programs. */
export interface PortalMessages {
  /** The newest first. */
  list(): PortalMessage[]
  /** Sends a code for a new password in the place of an earlier one of this address. */
  sendCode(email: string): void
  /**
   * Whether this is the code that was sent last to this address. It works once; after ten minutes or five
   * wrong answers it ends.
   */
  useCode(email: string, code: string): boolean
}

export interface PortalMessagesDeps {
  /** Told of each message; the code is not for events. */
  publish: (message: Omit<PortalMessage, 'code'>) => void
  /** Milliseconds since the epoch. */
  now?: () => number
}

interface Sent {
  message: PortalMessage
  triesLeft: number
}

/** Kept in memory: a restart ends all codes. */
export function createPortalMessages({
  publish,
  now = Date.now,
}: PortalMessagesDeps): PortalMessages {
  const sent: Sent[] = []

  function findLast(email: string): Sent | undefined {
    return sent.find(({ message }) => message.to === email)
  }

  return {
    list: () => sent.map(({ message }) => message),
    sendCode(email) {
      // It leaves, so that no address can push out the messages of others.
      const earlier = sent.findIndex(({ message }) => message.to === email)
      if (earlier !== -1) sent.splice(earlier, 1)
      const message: PortalMessage = {
        id: randomUUID(),
        to: email,
        subject: 'Code for a new password',
        code: makeCode(),
        sent_at: new Date(now()).toISOString(),
        ends_at: new Date(now() + LIFETIME_MS).toISOString(),
      }
      sent.unshift({ message, triesLeft: TRIES })
      sent.length = Math.min(sent.length, KEPT)
      const { code: _code, ...announced } = message
      publish(announced)
    },
    useCode(email, code) {
      const last = findLast(email)
      if (!last || last.triesLeft <= 0 || now() >= Date.parse(last.message.ends_at)) return false
      const isRight = isSame(code, last.message.code)
      last.triesLeft = isRight ? 0 : last.triesLeft - 1
      return isRight
    },
  }
}

function makeCode(): string {
  return Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}

/** Spaces, hyphens and small letters do not matter to a person who types a code. */
function isSame(typed: string, code: string): boolean {
  const read = Buffer.from(typed.replaceAll(/[\s-]/g, '').toUpperCase())
  const wanted = Buffer.from(code)
  return read.length === wanted.length && timingSafeEqual(read, wanted)
}
