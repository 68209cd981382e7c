import { expect, test, vi } from 'vitest'
import type { CompanionEvent } from '#shared/contract/events.ts'
import { createEventBus } from './event-bus.ts'

const deleted = (id: string) => () => ({ id })

function listen(bus: ReturnType<typeof createEventBus>, lastEventId?: string) {
  const events: CompanionEvent[] = []
  const stop = bus.subscribe(lastEventId, (event) => events.push(event))
  return { events, stop }
}

test('every listener gets what is published until it stops', () => {
  const bus = createEventBus()
  const one = listen(bus)
  const other = listen(bus)
  bus.publish('run.deleted', deleted('1'))
  other.stop()
  bus.publish('run.deleted', deleted('2'))
  expect(one.events.map(({ payload }) => payload)).toEqual([{ id: '1' }, { id: '2' }])
  expect(other.events).toHaveLength(1)
})

test('a payload is made once for all listeners, and not at all without one', () => {
  const bus = createEventBus()
  const read = vi.fn(deleted('1'))
  bus.publish('run.deleted', read)
  expect(read).not.toHaveBeenCalled()
  listen(bus)
  listen(bus)
  bus.publish('run.deleted', read)
  expect(read).toHaveBeenCalledTimes(1)
})

test('a listener that was away gets what it missed, from the first event on', () => {
  const bus = createEventBus()
  const { events, stop } = listen(bus)
  bus.publish('run.deleted', deleted('1'))
  stop()
  bus.publish('run.deleted', deleted('2'))
  bus.publish('run.deleted', deleted('3'))
  const back = listen(bus, events[0]?.id)
  expect(back.events.map(({ payload }) => payload)).toEqual([{ id: '2' }, { id: '3' }])
  expect(listen(bus, back.events[1]?.id).events).toEqual([])
})

test.each(['', 'other-3', 'nonsense'])('the unknown id %j leads to one gap', (id) => {
  const bus = createEventBus()
  bus.publish('run.deleted', deleted('1'))
  expect(listen(bus, id).events).toMatchObject([{ name: 'gap' }])
})

test('a gap has an id from which a listener can go on', () => {
  for (const count of [0, 1, 3000]) {
    const bus = createEventBus()
    for (let at = 0; at < count; at += 1) bus.publish('run.deleted', deleted('old'))
    const gap = listen(bus, 'unknown').events[0]?.id
    bus.publish('run.deleted', deleted('new'))
    expect(listen(bus, gap).events.map(({ payload }) => payload)).toEqual([{ id: 'new' }])
  }
})

test('the newest thousand are known, and one missed more is a gap', () => {
  const bus = createEventBus()
  const { events } = listen(bus)
  for (let count = 0; count < 1001; count += 1) bus.publish('run.deleted', deleted('x'))
  expect(listen(bus, events[0]?.id).events).toHaveLength(1000)
  bus.publish('run.deleted', deleted('x'))
  expect(listen(bus, events[0]?.id).events).toMatchObject([{ name: 'gap' }])
})

test('a listener that missed more than two MiB gets a gap in their place', () => {
  const bus = createEventBus()
  const { events } = listen(bus)
  for (let count = 0; count < 30; count += 1)
    bus.publish('run.deleted', deleted('x'.repeat(100_000)))
  expect(listen(bus, events[20]?.id).events).toHaveLength(9)
  expect(listen(bus, events[0]?.id).events).toMatchObject([{ name: 'gap', id: events[29]?.id }])
})

test('what is kept for late listeners is what was given for them', () => {
  const bus = createEventBus()
  const { events } = listen(bus)
  bus.publish('run.deleted', deleted('1'))
  bus.publish('run.deleted', deleted('now'), deleted('later'))
  expect(events[1]?.payload).toEqual({ id: 'now' })
  expect(listen(bus, events[0]?.id).events[0]?.payload).toEqual({ id: 'later' })
})

test('a payload that is no longer known is a gap, and for a late listener one gap for all', () => {
  const bus = createEventBus()
  const { events } = listen(bus)
  bus.publish('run.deleted', deleted('1'))
  for (let count = 0; count < 3; count += 1) bus.publish('run.deleted', () => undefined)
  expect(events.map(({ name }) => name)).toEqual(['run.deleted', 'gap', 'gap', 'gap'])
  expect(listen(bus, events[0]?.id).events).toMatchObject([{ name: 'gap', id: events[3]?.id }])
})
