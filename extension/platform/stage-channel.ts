/** The one channel between the windows of a presentation; only pages of this extension can hear it. */
export interface StageChannel {
  send: (message: unknown) => void
}

export function openStageChannel(onMessage: (message: unknown) => void): StageChannel {
  const channel = new BroadcastChannel('dcr-lab-stage')
  channel.addEventListener('message', ({ data }) => onMessage(data))
  // Unlike a window's, this method takes a message and nothing else.
  const send = channel.postMessage.bind(channel)
  return { send: (message) => send(message) }
}
