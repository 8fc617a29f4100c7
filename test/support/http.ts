/** One answer: status, headers, and the parsed body. */
export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** What a call brings: a body that is no form is sent as JSON; an empty key means none. */
export interface CallOptions {
  readonly key?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls a route as a program outside does. */
export async function call<Body>(url: string, method: string, path: string, { key, body, headers }: CallOptions): Promise<Answer<Body>> {
  const all = new Headers(headers);
  if (key) all.set('authorization', `Bearer ${key}`);
  if (body !== undefined && !(body instanceof FormData)) all.set('content-type', 'application/json');
  const sent = body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) };
  const response = await fetch(url + path, { method, redirect: 'manual', ...sent, headers: all });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: (isJson && text !== '' ? JSON.parse(text) : text) as Body };
}
