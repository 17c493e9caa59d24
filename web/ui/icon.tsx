/** The few line icons of the console, drawn on a 16 px grid. */
import type { ReactNode } from 'react'

const paths = {
  home: 'M2.5 7 8 2.5 13.5 7v6.5h-4v-4h-3v4h-4z',
  registers: 'M3 2.5h4v11H3zM9 2.5h4v11H9zM4.5 5h1M10.5 5h1',
  plan: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3',
  task: 'M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3',
  draw: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  visit: 'M8 14s4.5-4.2 4.5-7.5a4.5 4.5 0 0 0-9 0C3.5 9.8 8 14 8 14zM8 8a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3z',
  disclose: 'M2.5 6.5v3H5l5 3v-9l-5 3zM12.5 6a3 3 0 0 1 0 4',
  check: 'M3 8.5l3 3 7-7',
  cross: 'M4 4l8 8M12 4l-8 8',
  warning: 'M8 2.5 14 13.5H2zM8 7v3M8 12v.01',
  settings: 'M2.5 4.5h7M12.5 4.5h1M2.5 11.5h1M6.5 11.5h7M11 3v3M5 10v3',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.5 10.5l3 3',
  down: 'M4 6l4 4 4-4',
  up: 'M4 10l4-4 4 4',
  left: 'M10 4l-4 4 4 4',
  right: 'M6 4l4 4-4 4',
  arrow: 'M3 8h10M9 4l4 4-4 4',
  download: 'M8 3v8M5 8l3 3 3-3M3 13h10',
  upload: 'M8 11V3M5 6l3-3 3 3M3 13h10',
  columns: 'M2.5 3.5h11v9h-11zM6.2 3.5v9M9.8 3.5v9',
  copy: 'M5.5 5.5h7v8h-7zM3.5 10.500h-1v-8h7v1',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5.5a2.5 2.5 0 0 1 5 0v2',
  file: 'M4 2.500h5l3 3v8H4zM9 2.500v3h3',
  clock: 'M8 2.500a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 5v3l2 1.5',
  bell: 'M8 2.500a3.500 3.500 0 0 0-3.500 3.500c0 3.500-1.500 5-1.500 5h10s-1.500-1.500-1.500-5A3.500 3.500 0 0 0 8 2.500zM6.800 13.300a1.300 1.300 0 0 0 2.400 0',
  plus: 'M8 3v10M3 8h10',
  screen: 'M2.5 3.500h11v7h-11zM6 13.500h4M8 10.500v3',
} as const

export type IconName = keyof typeof paths

export const Icon = ({ name, size = 16 }: { readonly name: IconName; readonly size?: number }): ReactNode => (
  <svg className="mj-icon" viewBox="0 0 16 16" style={{ width: size, height: size }} aria-hidden="true" focusable="false">
    <path d={paths[name]} />
  </svg>
)

/** The mark of the house: a seal and a mirror. */
export const Mark = ({ size = 24 }: { readonly size?: number }): ReactNode => (
  <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <rect x=".75" y=".75" width="22.5" height="22.5" rx="3" fill="#1d4f91" />
    <circle cx="12" cy="12" r="7" fill="none" stroke="#fff" strokeWidth="1.6" />
    <circle cx="12" cy="12" r="2.2" fill="#fff" />
  </svg>
)
