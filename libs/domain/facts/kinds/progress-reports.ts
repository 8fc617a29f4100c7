import { choice, externalId, factKind, files, past, required, text } from '../kind.js';

/** What a supplier tells of an order on its way. */
export const progressReports = factKind({
  name: 'progressReports',
  table: 'progress_reports',
  means: 'what a supplier tells of its work',
  columns: {
    externalId: externalId(),
    reportedOn: required(past('when it was reported')),
    kind: required(choice(['progress', 'photos', 'inspection', 'other'], 'what it is')),
    text: text('what it says', 20_000),
    fileIds: files('files that came with it'),
  },
  day: 'reportedOn',
});
