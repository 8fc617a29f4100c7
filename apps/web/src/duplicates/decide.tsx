import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { FormDialog, type DialogField } from '../ui/form-dialog.js';
import { useDuplicatesChanged, type Duplicate } from './queries.js';

/** What can be decided about a pair. */
export type Decision = 'merge' | 'dismiss';

/** Merging two suppliers, with the choice which stays, or saying that they are two; both with a reason. */
export function Decide({ pair, decision, onClose, onDone }: { pair: Duplicate; decision: Decision; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const changed = useDuplicatesChanged();
  const reason: DialogField = { name: 'reason', label: t('field.reason'), kind: 'text' };
  const keep: DialogField = {
    name: 'keep',
    label: t('duplicates.keep'),
    kind: 'radio',
    hint: t('duplicates.keepHint'),
    options: pair.suppliers.map(({ id, name, code }) => ({ value: id, label: name, description: code })),
  };
  const params = { path: { id: pair.id } };
  return (
    <FormDialog
      title={decision === 'merge' ? t('duplicates.mergeTitle') : t('duplicates.dismissTitle')}
      lead={<p>{decision === 'merge' ? t('duplicates.mergeLead') : t('duplicates.dismissLead')}</p>}
      fields={decision === 'merge' ? [keep, reason] : [reason]}
      action={decision === 'merge' ? t('duplicates.merge') : t('duplicates.dismiss')}
      send={async (filled) => {
        const body = { reason: filled['reason'] ?? '' };
        if (decision === 'merge') await answer(api.POST('/api/v1/duplicates/{id}/merge', { params, body: { keep: filled['keep'] ?? '', ...body } }));
        else await answer(api.POST('/api/v1/duplicates/{id}/dismiss', { params, body }));
        await changed();
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}
