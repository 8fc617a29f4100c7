import type { SmtpSink } from './smtp-sink.js';

/** A survey's form as a browser without scripts uses it. */
export interface FormVisit {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Opens the form of a mailed link at the API under test. */
export async function openForm(apiUrl: string, link: string, query = ''): Promise<FormVisit> {
  return visitOf(await fetch(formAddress(apiUrl, link) + query, { redirect: 'manual' }));
}

/** Presses a button of the form with these fields filled in, and follows to where it leads. */
export async function postForm(apiUrl: string, link: string, act: 'save' | 'send' | 'delegate', fields: Readonly<Record<string, string>>): Promise<FormVisit> {
  const answer = await fetch(formAddress(apiUrl, link), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...fields, act }).toString(),
    redirect: 'manual',
  });
  const next = answer.headers.get('location');
  return answer.status === 303 && next ? visitOf(await fetch(new URL(next, apiUrl))) : visitOf(answer);
}

/** The link in the newest mail to this address whose subject or text fits. */
export async function linkFor(sink: SmtpSink, address: string, fits: (text: string) => boolean = () => true): Promise<string> {
  const mail = await sink.mail((each) => Boolean(each.to?.some((to) => 'address' in to && to.address === address)) && fits(`${each.subject}\n${each.text}`), `a survey for ${address}`);
  const link = /http\S+\/portal\/surveys\/[A-Za-z0-9_-]{32}/.exec(mail.text ?? '')?.[0];
  if (!link) throw new Error(`The mail has no link:\n${mail.text}`);
  return link;
}

/** The names of the form's fields that are marks of 1 to 5. */
export function markFields({ text }: FormVisit): string[] {
  return [...new Set([...text.matchAll(/type="radio" name="([^"]+)"/g)].map((match) => match[1] ?? ''))];
}

function formAddress(apiUrl: string, link: string): string {
  return `${apiUrl}${new URL(link).pathname}`;
}

async function visitOf(answer: Response): Promise<FormVisit> {
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}
