import { expect, test } from 'vitest'
import { createFrameParser } from './event-frames.ts'

const STREAM =
  ': connected\n\nid: 7\nevent: run.changed\ndata: {"a":1}\n\n: still here\n\nid: 8\nevent: gap\ndata: {}\n\n'

test('frames come out whole, comments are left out', () => {
  expect(createFrameParser()(STREAM)).toEqual([
    { id: '7', name: 'run.changed', data: '{"a":1}' },
    { id: '8', name: 'gap', data: '{}' },
  ])
})

test('a frame may arrive one character at a time', () => {
  const parse = createFrameParser()
  const frames = Array.from(STREAM).flatMap((character) => parse(character))
  expect(frames.map((frame) => frame.id)).toEqual(['7', '8'])
})

test('a line ending may be split between two chunks', () => {
  const parse = createFrameParser()
  expect([...parse('id: 1\r\ndata: x\r'), ...parse('\n\r'), ...parse('\n')]).toEqual([
    { id: '1', name: 'message', data: 'x' },
  ])
})

test('several data lines make one text', () => {
  expect(createFrameParser()('data: one\ndata: two\n\n')[0]?.data).toBe('one\ntwo')
})
