import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import type { Supplier } from '../suppliers/queries.js';
import { Waiting } from '../ui/data-table.js';
import { FormDialog } from '../ui/form-dialog.js';
import { rowsField, rowsIn, type Row } from '../ui/rows-field.js';
import { typedNumber } from '../ui/typed-number.js';
import { useForecast, useRelationshipChanged, type Forecast } from './queries.js';

/** As many as the server takes. */
const MOST_LINES = 100;

interface Closing {
  readonly supplier: Supplier;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Publishes what we expect to need, beginning with the lines of the forecast that it replaces. */
export function ForecastForm({ newestId, ...closing }: Closing & { newestId: string | null }) {
  return newestId === null ? <Write {...closing} before={null} /> : <WriteAnew {...closing} newestId={newestId} />;
}

function WriteAnew({ newestId, ...closing }: Closing & { newestId: string }) {
  const before = useForecast(closing.supplier.id, newestId);
  return before.isPending ? <Waiting lines={2} /> : <Write {...closing} before={before.data ?? null} />;
}

function Write({ supplier, before, onClose, onDone }: Closing & { before: Forecast | null }) {
  const { t } = useTranslation();
  const changed = useRelationshipChanged(supplier.id);
  const thisMonth = new Date().toISOString().slice(0, 7);
  const first: Row = { of: 'category', name: supplier.categories[0] ?? '', month: thisMonth, quantity: '', unit: '' };
  const kept = before?.lines.filter(({ month }) => month >= thisMonth).map(rowOf) ?? [];
  return (
    <FormDialog
      title={t('forecasts.publish')}
      lead={<p>{t(before ? 'forecasts.againLead' : 'forecasts.lead')}</p>}
      size="xl"
      fields={[
        ...(supplier.contacts.length > 1
          ? [{ name: 'contactId', label: t('forecasts.contact'), kind: 'select' as const, initial: before?.contactId ?? supplier.contacts[0]?.id ?? '', options: supplier.contacts.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })) }]
          : []),
        { name: 'businessDays', label: t('forecasts.days'), kind: 'number', hint: t('forecasts.daysHint'), initial: '5' },
        rowsField({
          name: 'lines',
          label: t('forecasts.lines'),
          add: t('forecasts.addLine'),
          most: MOST_LINES,
          initial: kept.length > 0 ? kept : [first],
          columns: [
            { name: 'of', label: t('forecasts.of'), kind: 'select', initial: 'category', options: [{ value: 'category', label: t('forecasts.category') }, { value: 'item', label: t('forecasts.item') }] },
            { name: 'name', label: t('forecasts.name'), kind: 'line', wide: true },
            { name: 'month', label: t('forecasts.month'), kind: 'month', initial: thisMonth },
            { name: 'quantity', label: t('forecasts.quantity'), kind: 'number' },
            { name: 'unit', label: t('forecasts.unit'), kind: 'line' },
          ],
        }),
      ]}
      action={t('forecasts.send')}
      send={async ({ contactId, businessDays, lines }, key) => {
        const body = { contactId: contactId || null, businessDays: Number(businessDays), lines: rowsIn(lines).map(lineOf) };
        await answer(api.POST('/api/v1/suppliers/{id}/relationship/forecasts', { params: { path: { id: supplier.id }, header: { 'Idempotency-Key': key } }, body }));
        await changed();
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}

function rowOf({ item, category, month, quantity, unit }: Forecast['lines'][number]): Row {
  return { of: item === null ? 'category' : 'item', name: item ?? category ?? '', month, quantity: String(quantity), unit };
}

function lineOf({ of, name = '', month = '', quantity = '', unit = '' }: Row) {
  return { item: of === 'item' ? name : null, category: of === 'item' ? null : name, month, quantity: typedNumber(quantity), unit };
}
