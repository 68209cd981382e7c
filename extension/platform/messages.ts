import { browser } from 'wxt/browser'

/** The sender of a message, as the browser reports it. */
export interface MessageSender {
  isOwnExtension: boolean
  isTopFrameOfTab: boolean
  url: string | undefined
}

export async function sendToBackground(message: unknown): Promise<unknown> {
  return browser.runtime.sendMessage(message)
}

/** Answers each message with what `answer` resolves to; a failure is answered with `undefined`. */
export function answerMessages(
  answer: (message: unknown, sender: MessageSender) => Promise<unknown>,
): void {
  browser.runtime.onMessage.addListener((message: unknown, sender, reply) => {
    const known: MessageSender = {
      isOwnExtension: sender.id === browser.runtime.id,
      isTopFrameOfTab: sender.tab !== undefined && sender.frameId === 0,
      url: sender.url,
    }
    answer(message, known).then(reply, () => reply(undefined))
    return true
  })
}
