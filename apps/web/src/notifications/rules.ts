import type { components } from '../api/schema.js';

type Rule = components['schemas']['MyPreferences']['rules'][number];
export type Road = Rule['channels'][number];

export const roads = ['email', 'slack', 'teams', 'dingtalk', 'feishu', 'wecom', 'telegram'] as const satisfies readonly Road[];

/** A chat of one's own, as a rule names it. */
export const ownRoads = { slack: 'ownSlack', telegram: 'ownTelegram' } as const satisfies Record<string, Road>;

/** What a rule of a person is about, by the pattern of its events. */
export const areas = {
  all: '*',
  rectification: 'rectification.*',
  monitoring: 'monitoring.*',
  cycle: 'cycle.*',
  appeal: 'appeal.*',
  survey: 'survey.*',
  consequence: 'consequence.*',
  delivery: 'delivery.*',
} as const;
export type Area = keyof typeof areas;
export const areaNames = Object.keys(areas) as Area[];

/** How one area is told; null: as everything is, or by mail at once. */
export type Way = { readonly channels: readonly Road[]; readonly digest: boolean } | null;

/** The way of each area, and the rules that are about something else. */
export function waysOf(rules: readonly Rule[]): { ways: Record<Area, Way>; others: readonly Rule[] } {
  const ruleOf = (area: Area) => rules.find(({ event }) => event === areas[area]);
  const ways = Object.fromEntries(
    areaNames.map((area) => {
      const rule = ruleOf(area);
      return [area, rule ? { channels: rule.channels, digest: rule.digest } : null];
    }),
  ) as Record<Area, Way>;
  const known: readonly string[] = Object.values(areas);
  return { ways, others: rules.filter(({ event }) => !known.includes(event)) };
}

/** The rules to be stored. */
export function rulesOf(ways: Record<Area, Way>, others: readonly Rule[]): Rule[] {
  return [
    ...areaNames.flatMap((area) => {
      const way = ways[area];
      return way ? [{ event: areas[area], channels: [...way.channels], digest: way.digest && way.channels.includes('email') }] : [];
    }),
    ...others,
  ];
}

/** The first area whose rule names no way out. */
export function lackingWay(ways: Record<Area, Way>): Area | undefined {
  return areaNames.find((area) => ways[area]?.channels.length === 0);
}
