import { useMe, type Me } from '../session/me.js';

type Permission = Me['permissions'][number];

type Name = 'work' | 'cases' | 'alerts' | 'suppliers' | 'foresight' | 'submissions' | 'duplicates' | 'evaluations' | 'appeals' | 'consequences' | 'surveys' | 'schedules' | 'outcomes' | 'monitoring' | 'rehearsals' | 'relationshipTemplates' | 'policies' | 'standards' | 'imports' | 'connectors' | 'mailbox' | 'heldMails' | 'suppressed' | 'deliveries' | 'webhooks' | 'chats' | 'mailTemplates' | 'notifications' | 'deputies' | 'people' | 'keys';

interface Place {
  readonly to: string;
  readonly label: `nav.${Name}`;
  /** Who lacks it does not see the place; null: everybody sees it. */
  readonly needs: Permission | null;
}

const place = (to: string, label: Name, needs: Permission | null = null): Place => ({ to, label: `nav.${label}`, needs });

/** Every screen that the menu leads to, by what one is about. */
const groups = [
  { group: 'nav.group.work', places: [place('/', 'work'), place('/cases', 'cases'), place('/alerts', 'alerts', 'alerts:read')] },
  {
    group: 'nav.group.suppliers',
    places: [
      place('/suppliers', 'suppliers'),
      place('/foresight', 'foresight', 'suppliers:read'),
      place('/submissions', 'submissions', 'submissions:read'),
      place('/duplicates', 'duplicates', 'duplicates:read'),
    ],
  },
  {
    group: 'nav.group.evaluations',
    places: [
      place('/evaluations', 'evaluations'),
      place('/appeals', 'appeals', 'evaluations:read'),
      place('/consequences', 'consequences', 'consequences:read'),
      place('/surveys', 'surveys', 'surveys:read'),
      place('/schedules', 'schedules', 'schedules:read'),
    ],
  },
  {
    group: 'nav.group.programme',
    places: [
      place('/outcomes', 'outcomes', 'outcomes:read'),
      place('/monitoring', 'monitoring', 'alerts:read'),
      place('/policies', 'policies', 'policies:read'),
      place('/standards', 'standards', 'evaluations:read'),
      place('/relationship-templates', 'relationshipTemplates', 'suppliers:read'),
      place('/rehearsals', 'rehearsals', 'rehearsals:read'),
    ],
  },
  { group: 'nav.group.data', places: [place('/imports', 'imports', 'imports:read'), place('/connectors', 'connectors', 'connectors:read')] },
  {
    group: 'nav.group.messages',
    places: [
      place('/held-mails', 'heldMails', 'inbound:read'),
      place('/mailbox', 'mailbox', 'mailbox:read'),
      place('/deliveries', 'deliveries', 'deliveries:read'),
      place('/suppressed-addresses', 'suppressed', 'inbound:read'),
    ],
  },
  {
    group: 'nav.group.settings',
    places: [
      place('/notifications', 'notifications', 'self'),
      place('/deputies', 'deputies', 'onboarding:approve'),
      place('/people', 'people', 'people:read'),
      place('/keys', 'keys', 'keys:read'),
      place('/chats', 'chats', 'channels:read'),
      place('/mail-templates', 'mailTemplates', 'templates:read'),
      place('/webhooks', 'webhooks', 'channels:read'),
    ],
  },
] as const satisfies readonly { group: string; places: readonly Place[] }[];

/** A group of the menu with the places in it that the signed-in person may see. */
export interface PlaceGroup {
  readonly group: (typeof groups)[number]['group'];
  readonly places: readonly Place[];
}

/** The groups in which the signed-in person may see something. */
export function usePlaces(): PlaceGroup[] {
  const permissions = useMe().data?.permissions ?? [];
  const may = ({ needs }: Place) => needs === null || permissions.includes(needs);
  return groups.map(({ group, places }) => ({ group, places: places.filter(may) })).filter(({ places }) => places.length > 0);
}

/** Whether a screen is this place or lies in it. */
export function isHere(to: string, pathname: string): boolean {
  return pathname === to || (to !== '/' && pathname.startsWith(`${to}/`));
}
