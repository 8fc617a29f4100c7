import type { Connector, NewConnector, Shape } from './queries.js';

/** A connector as its form holds it: texts, as inputs do. */
export interface ConnectorDraft {
  readonly name: string;
  readonly url: string;
  readonly mapping: string;
  readonly everyMinutes: string;
  readonly secretName: string;
  readonly rows: string;
  readonly nextBy: Shape['next']['by'];
  readonly nextParameter: string;
  readonly nextPath: string;
  readonly limitParameter: string;
  readonly limit: string;
  readonly sinceFrom: '' | 'rows' | 'answer';
  readonly sinceParameter: string;
  readonly sincePath: string;
}

/** A form for a new source: an array of rows, all at once, every hour. */
export const emptyDraft: ConnectorDraft = {
  name: '',
  url: '',
  mapping: '',
  everyMinutes: '60',
  secretName: '',
  rows: '',
  nextBy: 'none',
  nextParameter: '',
  nextPath: '',
  limitParameter: '',
  limit: '500',
  sinceFrom: '',
  sinceParameter: '',
  sincePath: '',
};

/** The form of a connector that is there. */
export function draftFrom({ name, url, mapping, everyMinutes, secretName, shape }: Connector): ConnectorDraft {
  const { rows, next, since } = shape;
  return {
    ...emptyDraft,
    name,
    url,
    mapping,
    everyMinutes: String(everyMinutes),
    secretName: secretName ?? '',
    rows,
    nextBy: next.by,
    ...('parameter' in next ? { nextParameter: next.parameter } : {}),
    ...('path' in next ? { nextPath: next.path } : {}),
    ...(next.by === 'offset' ? { limitParameter: next.limitParameter, limit: String(next.limit) } : {}),
    ...(since ? { sinceFrom: since.from, sinceParameter: since.parameter, sincePath: since.path } : {}),
  };
}

/** What the form sets of a connector. */
export type ConnectorSettings = Omit<NewConnector, 'paused'>;

/** What the API takes; it refuses what is no number by the name of its field. */
export function bodyOf(draft: ConnectorDraft): ConnectorSettings {
  return {
    name: draft.name.trim(),
    url: draft.url.trim(),
    mapping: draft.mapping,
    everyMinutes: Number(draft.everyMinutes),
    secretName: draft.secretName.trim() === '' ? null : draft.secretName.trim(),
    shape: { rows: draft.rows.trim(), next: nextOf(draft), since: sinceOf(draft) },
  };
}

function nextOf({ nextBy, nextParameter, nextPath, limitParameter, limit }: ConnectorDraft): Shape['next'] {
  switch (nextBy) {
    case 'none':
      return { by: 'none' };
    case 'cursor':
      return { by: 'cursor', parameter: nextParameter.trim(), path: nextPath.trim() };
    case 'link':
      return { by: 'link', path: nextPath.trim() };
    case 'offset':
      return { by: 'offset', parameter: nextParameter.trim(), limitParameter: limitParameter.trim(), limit: Number(limit) };
  }
}

function sinceOf({ sinceFrom, sinceParameter, sincePath }: ConnectorDraft): Shape['since'] {
  return sinceFrom === '' ? null : { from: sinceFrom, parameter: sinceParameter.trim(), path: sincePath.trim() };
}
