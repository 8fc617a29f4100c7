import type { Database } from '#persistence/database.js';

/** What a supplier sees in its browser: one answer, as text. */
export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** The token in the newest mail about a case to a contact. */
export async function mailedToken(db: Database, where: { caseId: string; recipientId: string }): Promise<string> {
  const mail = await db.prisma.outboxMessage.findFirstOrThrow({ where: { ...where, recipientKind: 'contact' }, orderBy: { createdAt: 'desc' } });
  const token = /\/portal\/(?:cases|onboardings)\/([\w-]{32})(?![\w-])/.exec(mail.text)?.[1];
  if (!token) throw new Error(`no link in the mail:\n${mail.text}`);
  return token;
}

/** A browser without scripts on the page of a case. */
export function supplierAt(url: string, token: string, pages = '/portal/cases') {
  const path = `${pages}/${token}`;
  const see = async (response: Response): Promise<Seen> => ({ status: response.status, headers: response.headers, text: await response.text() });
  return {
    path,
    open: async (more = '', method = 'GET') => see(await fetch(url + path + more, { method, redirect: 'manual' })),
    /** Sends a form as it stands on the page, with the nonce that the page gave it unless another is named. */
    async post(form: string, fields: Readonly<Record<string, string>>, files: readonly File[] | Readonly<Record<string, File>> = []): Promise<Seen> {
      const body = new FormData();
      body.set('form', form);
      body.set('nonce', fields['nonce'] ?? (await nonceOf(await (await fetch(url + path)).text(), form)));
      body.set('act', fields['act'] ?? 'send');
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      for (const [field, file] of Object.entries(files)) body.append(Array.isArray(files) ? 'files' : field, file);
      return see(await fetch(url + path, { method: 'POST', body, redirect: 'manual' }));
    },
    nonce: async (form: string) => nonceOf(await (await fetch(url + path)).text(), form),
  };
}

async function nonceOf(page: string, form: string): Promise<string> {
  const found = new RegExp(`name="form" value="${form}"><input type="hidden" name="nonce" value="([^"]+)"`).exec(page)?.[1];
  if (!found) throw new Error(`the page has no form ${form}`);
  return found;
}

/** The smallest file that is a PNG by its content. */
export function smallPng(name = 'photo.png'): File {
  const bytes = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  return new File([bytes], name, { type: 'image/png' });
}
