import type { ReactNode } from 'react';

const ICONS = {
  start: <path d="M5 3.2v9.6L12.6 8Z" />,
  stop: <rect x="4" y="4" width="8" height="8" rx=".6" />,
  restart: (
    <>
      <path d="M13 8a5 5 0 1 1-1.6-3.66" />
      <path d="M13.2 2v2.9h-2.9" />
    </>
  ),
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  check: <path d="M1.5 8.5h3L6.5 4l3 8 2-3.5h3" />,
  log: <path d="M3 4h10M3 7h6M3 10h8M3 13h4" />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1" />
      <path d="M10.5 3.2V2.5h-8v8h.7" />
    </>
  ),
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.25" />
      <path d="m10.2 10.2 3.3 3.3" />
    </>
  ),
  plus: <path d="M8 3v10M3 8h10" />,
  more: (
    <g className="solid">
      <circle cx="3.5" cy="8" r="1.25" />
      <circle cx="8" cy="8" r="1.25" />
      <circle cx="12.5" cy="8" r="1.25" />
    </g>
  ),
  download: <path d="M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13.5h10" />,
  chevron: <path d="m4 6 4 4 4-4" />,
  right: <path d="m6 4 4 4-4 4" />,
  back: <path d="m10 4-4 4 4 4" />,
  up: <path d="m4 10 4-4 4 4" />,
  cards: (
    <>
      <rect x="2.5" y="2.5" width="4.5" height="4.5" rx=".6" />
      <rect x="9" y="2.5" width="4.5" height="4.5" rx=".6" />
      <rect x="2.5" y="9" width="4.5" height="4.5" rx=".6" />
      <rect x="9" y="9" width="4.5" height="4.5" rx=".6" />
    </>
  ),
  table: <path d="M2.5 4h11M2.5 8h11M2.5 12h11" />,
  settings: (
    <>
      <path d="M2 5h7M12.5 5H14M2 11h1.5M7 11h7" />
      <circle cx="10.75" cy="5" r="1.75" />
      <circle cx="5.25" cy="11" r="1.75" />
    </>
  ),
  tick: <path d="m3 8.5 3.2 3.2L13 4.8" />,
  edit: <path d="m3 13 .6-3L10.5 3l2.5 2.5L6 12.4 3 13Z" />,
  wrap: <path d="M2.5 4h11M2.5 8h8.5a2 2 0 1 1 0 4H7.5M9 10.3 7.2 12 9 13.7M2.5 12H5" />,
  follow: <path d="m4 3.5 4 4 4-4M4 8.5l4 4 4-4" />,
  file: <path d="M4 2.5h5l3 3v8H4ZM9 2.5v3h3" />,
  paste: (
    <>
      <rect x="3.5" y="3.5" width="9" height="10" rx="1" />
      <path d="M6 3.5v-1h4v1M6 7h4M6 10h3" />
    </>
  ),
  servers: <path d="M2 8h12M5 4.5v7M11 4.5v7" />,
  tool: <path d="M3 3.5h10v9H3ZM5.5 6.5 7.5 8l-2 1.5M8.8 10h2" />,
  clock: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 5v3.2l2 1.3" />
    </>
  ),
  sort: <path d="M5 3v10M2.8 10.8 5 13l2.2-2.2M11 13V3M8.8 5.2 11 3l2.2 2.2" />,
  link: <path d="M6.5 9.5 9.5 6.5M7 4.5 8.5 3A3 3 0 0 1 13 7.5L11.5 9M9 11.5 7.5 13A3 3 0 0 1 3 8.5L4.5 7" />,
  key: (
    <>
      <circle cx="5" cy="11" r="2.5" />
      <path d="m6.8 9.2 6-6M10.5 5.5l2 2" />
    </>
  ),
  bell: <path d="M4 11.5V7a4 4 0 0 1 8 0v4.5M2.5 11.5h11M6.8 14h2.4M8 3V1.8" />,
  'bell-off': <path d="M4 11.5V7a4 4 0 0 1 6.5-3.1M12 6.5v5M2.5 11.5h11M6.8 14h2.4M2.5 14 13.5 2" />,
  undo: <path d="M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M5.8 3.5 2.8 6.5l3 3" />,
} as const satisfies Readonly<Record<string, ReactNode>>;
export type IconName = keyof typeof ICONS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      {ICONS[name]}
    </svg>
  );
}
