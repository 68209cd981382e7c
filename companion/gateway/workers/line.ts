/** Questions that one side of a line answers, by name. */
export type Calls<C> = { [N in keyof C]: (input: never) => unknown }

export type Handlers<C extends Calls<C>> = {
  [N in keyof C]: (input: Parameters<C[N]>[0]) => ReturnType<C[N]> | Promise<ReturnType<C[N]>>
}

/** One end of the channel between two processes. Messages arrive in order, or not at all. */
export interface Channel {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
}

/** The way to ask the other side. */
export interface Line<Theirs extends Calls<Theirs>> {
  /** @throws Error with the other side's words, or that the other process has ended. */
  ask<N extends keyof Theirs & string>(
    name: N,
    input: Parameters<Theirs[N]>[0],
  ): Promise<ReturnType<Theirs[N]>>
  /** Asks without waiting; answers come in the order of the questions. */
  tell<N extends keyof Theirs & string>(name: N, input: Parameters<Theirs[N]>[0]): void
  /** The other process has ended: open questions fail, new ones too. */
  end(): void
}

type Packet =
  | [kind: 'ask', number: number, name: string, input: unknown]
  | [kind: 'answer', number: number, output: unknown]
  | [kind: 'failure', number: number, message: string]

/** The number of messages that expect no answer. */
const UNASKED = -1

/**
 * All calls and answers of one turn of the event loop are sent in one message, since each message has a
 * cost.
 */
export function openLine<Theirs extends Calls<Theirs>, Ours extends Calls<Ours>>(
  channel: Channel,
  handlers: Handlers<Ours>,
): Line<Theirs> {
  const waiting = new Map<number, PromiseWithResolvers>()
  let packets: Packet[] = []
  let asked = 0
  let hasEnded = false

  function say(packet: Packet): void {
    if (packets.push(packet) === 1) setImmediate(flush)
  }

  function flush(): void {
    const said = packets
    packets = []
    if (!hasEnded) channel.send(said)
  }

  async function handle(number: number, name: string, input: unknown): Promise<void> {
    try {
      const handler = handlers[name as keyof Ours] as (input: unknown) => unknown
      const output = handler(input)
      const settled = output instanceof Promise ? await output : output
      if (number !== UNASKED) say(['answer', number, settled])
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : 'It failed'
      if (number !== UNASKED) say(['failure', number, message])
    }
  }

  function settle(packet: Exclude<Packet, ['ask', ...unknown[]]>): void {
    const [kind, number, value] = packet
    const question = waiting.get(number)
    waiting.delete(number)
    if (kind === 'answer') question?.resolve(value)
    else question?.reject(new Error(value))
  }

  channel.onMessage((message) => {
    for (const packet of message as Packet[]) {
      if (packet[0] === 'ask') void handle(packet[1], packet[2], packet[3])
      else settle(packet)
    }
  })

  return {
    ask(name, input) {
      if (hasEnded) return Promise.reject(new Error(ENDED))
      asked += 1
      const number = asked
      return new Promise((resolve, reject) => {
        waiting.set(number, { resolve: resolve as (value: unknown) => void, reject })
        say(['ask', number, name, input])
      })
    },
    tell(name, input) {
      if (!hasEnded) say(['ask', UNASKED, name, input])
    },
    end() {
      hasEnded = true
      for (const { reject } of waiting.values()) reject(new Error(ENDED))
      waiting.clear()
    },
  }
}

const ENDED = 'The other process has ended'

interface PromiseWithResolvers {
  resolve: (value: unknown) => void
  reject: (reason: Error) => void
}
