import type { VNode } from 'preact'

const PATHS = {
  check: 'M3.5 8.5 6.5 11.5 12.5 4.5',
  cross: 'M4.5 4.5 11.5 11.5M11.5 4.5 4.5 11.5',
  warning: 'M8 2.5 14 13H2zM8 6.5v3M8 11.2v.1',
  dash: 'M4.5 8h7',
  arrow: 'M3 8h9M9 5l3 3-3 3',
  back: 'M10 4 6 8l4 4',
  chevron: 'M6 4l4 4-4 4',
  copy: 'M6 6V3.5h6.5V10H10M3.5 6H10v6.5H3.5z',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z',
  'eye-off':
    'M2.5 2.5l11 11M4.2 4.8C2.5 6 1.5 8 1.5 8S4 12.5 8 12.5c1.2 0 2.2-.4 3.1-.9M7 3.600c.3-.1.7-.1 1-.1 4 0 6.5 4.5 6.5 4.500s-.5.9-1.4 1.9',
  menu: 'M3 4.5h10M3 8h10M3 11.5h10',
  external: 'M9 3h4v4M13 3 7.5 8.500M11 9.500V13H3V5h3.5',
  download: 'M8 2.500v8M5 7.500l3 3 3-3M3 13h10',
  again: 'M12.5 5.500A5.2 5.2 0 1 0 13 8.500M13 2.500v3.500H9.500',
  play: 'M5 3.500v9L12.5 8z',
  stop: 'M4.5 4.500h7v7h-7z',
  info: 'M8 2.200a5.8 5.8 0 1 0 0 11.600A5.8 5.8 0 0 0 8 2.200zM8 7.300v3.500M8 5.100v.1',
  bolt: 'M8.500 2 4 9h3.500L7 14l5-7.500H8.300z',
  stage: 'M2.500 3.500h11v7h-11zM8 10.500v3M5.500 13.500h5',
  done: 'M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11zM5.500 8.200l1.800 1.800 3.200-3.800',
  'not-yet': 'M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11z',
  key: 'M5.5 6.500a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.600zM7.5 7.3 13 2.800M11 4.500l1.8 1.8',
} as const

export type IconName = keyof typeof PATHS

/** One drawing of the set, 16 px, in the colour of its text. Words carry the meaning, so it is hidden. */
export function Icon({ name }: { name: IconName }): VNode {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
      style={{ flex: 'none' }}
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
