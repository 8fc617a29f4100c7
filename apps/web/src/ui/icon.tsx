const paths = {
  alert: 'M8 2.2 14.6 13.6H1.4zM8 6.4v3.2M8 11.7v.1',
  arrow: 'M3 8h10M9 4l4 4-4 4',
  back: 'M13 8H3M7 4 3 8l4 4',
  check: 'M2.8 8.6 6.4 12l6.8-8',
  clock: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8M8 4.6V8l2.4 1.6',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  info: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8M8 7.4v3.8M8 5v.1',
  language: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8M1.8 8h12.4M8 1.8c2.2 1.9 2.9 4 2.9 6.2S10.2 12.3 8 14.2C5.8 12.3 5.1 10.2 5.1 8S5.8 3.7 8 1.8',
  mail: 'M1.8 3.5h12.4v9H1.8zM1.8 4.2 8 8.8l6.2-4.6',
  moon: 'M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1',
  play: 'M4.5 2.8 12.8 8l-8.3 5.2z',
  plus: 'M8 3v10M3 8h10',
  search: 'M7 2.2a4.8 4.8 0 1 1 0 9.6A4.8 4.8 0 0 1 7 2.2M10.6 10.6 14 14',
  sun: 'M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6M8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8 13 13M13 3l-1.2 1.2M4.2 11.8 3 13',
  system: 'M1.8 2.8h12.4v8.4H1.8zM5.5 13.8h5M8 11.2v2.6',
  upload: 'M8 10.5V2.5M4.6 5.7 8 2.4l3.4 3.3M2.5 10.5v3h11v-3',
  user: 'M8 2.2a2.9 2.9 0 1 1 0 5.8 2.9 2.9 0 0 1 0-5.8M2.6 13.9c.5-2.8 2.6-4.2 5.4-4.2s4.9 1.4 5.4 4.2',
} as const;

export type IconName = keyof typeof paths;

/** A line drawing beside a text that says the same; it is never the only sign. `size` in pixels. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}

/** Steward's mark: three bars of a scorecard. */
export function Mark() {
  return (
    <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill="currentColor" />
      <g fill="var(--surface)">
        <rect x="8" y="8" width="16" height="4" rx="1" />
        <rect x="8" y="14" width="11" height="4" rx="1" />
        <rect x="8" y="20" width="6" height="4" rx="1" />
      </g>
    </svg>
  );
}
