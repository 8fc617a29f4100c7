import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import type { Supplier } from '../suppliers/queries.js';
import { FormDialog, type Filled } from '../ui/form-dialog.js';
import { useSaidMore } from './queries.js';

/** The choice that is no contact. */
const COLLEAGUES = 'colleagues';

/** Writes to a contact outside of any case, or leaves a remark among colleagues. */
export function WriteToSupplier({ supplier, onClose, onDone }: { supplier: Supplier; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const saidMore = useSaidMore(supplier.id);
  const options = [...supplier.contacts.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })), { value: COLLEAGUES, label: t('talk.internal') }];
  const byMail = ({ to }: Filled) => to !== COLLEAGUES;
  return (
    <FormDialog
      title={t('talk.write')}
      lead={<p>{t(supplier.contacts.length > 0 ? 'talk.writeLead' : 'talk.noContact')}</p>}
      fields={[
        { name: 'to', label: t('talk.to'), kind: 'select', initial: options[0]?.value ?? COLLEAGUES, options },
        { name: 'subject', label: t('talk.subject'), kind: 'line', optional: true, when: byMail },
        { name: 'text', label: t('talk.text'), kind: 'text' },
      ]}
      action={t('talk.send')}
      send={async ({ to = '', subject = '', text = '' }, key) => {
        const body = to === COLLEAGUES ? { text, internal: true } : { text, internal: false, contactIds: [to], ...(subject === '' ? {} : { subject }) };
        await answer(api.POST('/api/v1/suppliers/{id}/conversation', { params: { path: { id: supplier.id }, header: { 'Idempotency-Key': key } }, body }));
        await saidMore();
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}
