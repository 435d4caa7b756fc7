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
} as const satisfies Readonly<Record<string, ReactNode>>;
export type IconName = keyof typeof ICONS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      {ICONS[name]}
    </svg>
  );
}
