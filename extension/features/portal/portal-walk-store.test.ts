import { expect, test, vi } from 'vitest'
import { createPortalWalkStore } from './portal-walk-store.ts'

const PORTAL = 'http://127.0.0.1:8793'
const PASSWORD = 'canary-password'

/** The tab of the portal, at its page to sign in. */
function open(isCompanionThere: () => Promise<boolean>) {
  const sent: string[] = []
  const view = {
    origin: PORTAL,
    page: 'sign-in',
    isLeaving: false,
    fields: { email: 'dev@example.com', password: '' },
    problems: {},
    isSignedIn: false,
  }
  const store = createPortalWalkStore({
    isCompanionThere,
    announce() {},
    pause: async () => {},
    openTab: async () => ({
      async send(message) {
        const { type } = message as { type: string }
        if (type === 'portal.act') sent.push(JSON.stringify(message))
        return type === 'portal.look' ? view : undefined
      },
      isOpen: async () => true,
      show: async () => {},
    }),
  })
  const plan = {
    account: 'sign-in',
    email: 'dev@example.com',
    password: PASSWORD,
    entry: undefined,
    client_name: 'x',
    redirect_uris: '',
  } as const
  return { sent, store, start: () => store.start(PORTAL, plan, 'all') }
}

test('a password is typed while the companion proves to be there', async () => {
  const { sent, start, store } = open(async () => true)
  void start()
  await vi.waitFor(() => expect(sent.join()).toContain(PASSWORD))
  store.stop()
})

test('when the companion is gone, its port may be another program’s: nothing is typed', async () => {
  const { sent, start, store } = open(async () => false)
  await start()
  expect(sent).toEqual([])
  expect(store.walk.value?.next).toMatchObject({ kind: 'stop' })
})
