/** Zones as the server takes them: `UTC`, or a region and a city. */
const usual = /^[A-Z][A-Za-z0-9_+-]*(\/[A-Z][A-Za-z0-9_+-]*)+$/;

interface ZoneGroup {
  readonly group: string;
  readonly items: { value: string; label: string }[];
}

/** The zone of the reader's own clock; UTC where the browser names none that the server takes. */
export function ownZone(): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return usual.test(timeZone) ? timeZone : 'UTC';
}

/** The time zones for a select: UTC, the reader's own and the chosen one on top, then by region, so that typing a city finds it. */
export function zoneChoices(chosen: string): (string | ZoneGroup)[] {
  const all = Intl.supportedValuesOf('timeZone').filter((zone) => usual.test(zone));
  const regions = new Map<string, ZoneGroup['items']>();
  for (const zone of all) {
    const region = zone.slice(0, zone.indexOf('/'));
    regions.set(region, [...(regions.get(region) ?? []), { value: zone, label: cityOf(zone) }]);
  }
  const first = [...new Set(['UTC', ownZone(), ...(chosen === '' ? [] : [chosen])])];
  // A value may stand in a select but once, else the browser shows the first of the two.
  return [...first, ...[...regions].map(([group, items]) => ({ group, items: items.filter(({ value }) => !first.includes(value)) }))];
}

function cityOf(zone: string): string {
  return zone.slice(zone.indexOf('/') + 1).replaceAll('_', ' ');
}
