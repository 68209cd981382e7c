import { cleanup, render, screen } from '@testing-library/preact'
import { afterEach, expect, test } from 'vitest'
import { SafeLink } from './safe-link.tsx'

afterEach(cleanup)

test('a web address opens in its own tab and learns nothing about us', () => {
  render(<SafeLink href="https://idp.example/app">App</SafeLink>)
  const link = screen.getByRole('link', { name: 'App' })
  expect(link.getAttribute('rel')).toBe('noopener noreferrer')
  expect(link.getAttribute('target')).toBe('_blank')
})

test.each(['javascript:alert(1)', 'data:text/html,x', 'chrome://settings', 'not an address'])(
  '%s stays text',
  (href) => {
    render(<SafeLink href={href}>App</SafeLink>)
    expect(screen.queryByRole('link')).toBeNull()
    expect(screen.getByText('App')).toBeTruthy()
  },
)
