import { segments } from '../suppliers/queries.js';
import { ownZone } from '../ui/time-zones.js';

/** What a supplier is to us; a questionnaire can be for one of them. */
export const kinds = ['product', 'service', 'finance', 'partner'] as const;

/** A field of the form. */
export type Field = 'name' | 'country' | 'taxId' | 'email' | 'contactName' | 'language' | 'timeZone' | 'kind' | 'categories' | 'expectedSegment' | 'expectedSpend';

/** An invitation as typed so far. */
export type InvitationDraft = Readonly<Record<Field, string>>;

/** The form as it is opened. */
export function emptyDraft(): InvitationDraft {
  return { name: '', country: '', taxId: '', email: '', contactName: '', language: 'en', timeZone: ownZone(), kind: 'product', categories: '', expectedSegment: '', expectedSpend: '' };
}

/** Money as people write it: with spaces between thousands, and a comma or a point before the cents. */
export function spendIn(text: string): number | null {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '');
  return /^\d{1,12}([.,]\d{1,2})?$/.test(plain) ? Number(plain.replace(',', '.')) : null;
}

/** The fields that are not filled in as they have to be. */
export function lackingIn(draft: InvitationDraft): Field[] {
  const needed = (['name', 'country', 'email'] as const).filter((field) => draft[field].trim() === '');
  const spend = draft.expectedSpend.trim();
  return [...needed, ...(spend !== '' && spendIn(spend) === null ? (['expectedSpend'] as const) : [])];
}

/** The categories, one a line or with semicolons between them: commas belong to names. */
export function categoriesIn(text: string): string[] {
  return [...new Set(text.split(/[;；\n]/).map((each) => each.trim()).filter(Boolean))];
}

/** What the API is asked for; `supplierId`: one that was here before, and keeps its history. */
export interface InvitationBody {
  readonly name: string;
  readonly country: string;
  readonly language: string;
  readonly timeZone: string;
  readonly email: string;
  readonly kind: (typeof kinds)[number];
  readonly taxId: string | null;
  readonly categories: string[];
  readonly contactName?: string;
  readonly expectedSegment?: (typeof segments)[number];
  readonly expectedSpend?: number;
  readonly supplierId?: string;
}

/** The request's body. */
export function bodyOf(draft: InvitationDraft): InvitationBody {
  const [taxId, contactName] = [draft.taxId.trim(), draft.contactName.trim()];
  const expectedSegment = segments.find((segment) => segment === draft.expectedSegment);
  const expectedSpend = spendIn(draft.expectedSpend);
  return {
    name: draft.name.trim(),
    country: draft.country,
    language: draft.language,
    timeZone: draft.timeZone,
    email: draft.email.trim(),
    kind: kinds.find((kind) => kind === draft.kind) ?? kinds[0],
    taxId: taxId === '' ? null : taxId,
    categories: categoriesIn(draft.categories),
    ...(contactName === '' ? {} : { contactName }),
    ...(expectedSegment ? { expectedSegment } : {}),
    ...(expectedSpend === null ? {} : { expectedSpend }),
  };
}
