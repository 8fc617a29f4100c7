import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { usePeople } from '../evaluations/who.js';
import { ChooseSupplier } from '../suppliers/choose-supplier.js';
import { useIndicatorCatalogue, useIndicatorTitle } from '../suppliers/indicator-words.js';
import { FormDialog, type DialogField, type Filled } from '../ui/form-dialog.js';
import { instantAt, localDay, localTime } from '../ui/local-time.js';
import { typedNumber } from '../ui/typed-number.js';
import { doers, entryStatuses, responses, severities, topics, useRelationshipChanged, type Entry, type EntryBody, type Issue, type Milestone, type Register, type Risk, type Target } from './queries.js';

/** Writes an entry of a register down, or anew. */
export function EntryForm({ supplierId, register, of, onClose, onDone }: { supplierId: string; register: Register; of: Entry | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const changed = useRelationshipChanged(supplierId);
  const people = usePeople().data?.filter(({ active }) => active) ?? [];
  const own = useOwnFields(supplierId, register, of?.entry ?? null);
  const was = of?.entry ?? null;
  const statuses: readonly string[] = entryStatuses[register];
  const fields: DialogField[] = [
    { name: 'title', label: t(`entry.title.${register}`), kind: 'line', initial: was?.title ?? '' },
    ...(was ? [{ name: 'status', label: t('entry.status'), kind: 'select' as const, initial: was.status, options: statuses.map((value) => ({ value, label: t(`entryStatus.${value as 'open'}`) })) }] : []),
    ...own,
    { name: 'dueOn', label: t('entry.dueOn'), kind: 'date', optional: true, hint: t('entry.dueOnHint'), initial: was?.dueOn ?? '' },
    ...(people.length > 0 ? [{ name: 'ownerId', label: t('entry.owner'), kind: 'select' as const, optional: true, initial: was?.ownerId ?? '', options: [...(was ? [] : [{ value: '', label: t('entry.ownerMe') }]), ...people.map(({ id, name }) => ({ value: id, label: name }))] }] : []),
  ];
  return (
    <FormDialog
      title={t(was ? `register.edit.${register}` : `register.add.${register}`)}
      size="lg"
      fields={fields}
      action={t('entry.save')}
      send={async (filled, key) => {
        const body = bodyOf(register, filled, was);
        const path = { id: supplierId };
        if (of) await answer(api.PUT('/api/v1/suppliers/{id}/relationship/entries/{entryId}', { params: { path: { ...path, entryId: of.id }, header: { 'Idempotency-Key': key } }, body, headers: { 'If-Match': `"${of.version}"` } }));
        else await answer(api.POST('/api/v1/suppliers/{id}/relationship/entries', { params: { path, header: { 'Idempotency-Key': key } }, body }));
        await changed();
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}

/** What only this register asks for. */
function useOwnFields(supplierId: string, register: Register, was: EntryBody | null): DialogField[] {
  const { t } = useTranslation();
  const indicators = useIndicatorCatalogue().data?.items ?? [];
  const title = useIndicatorTitle();
  const line = (name: string, label: string, initial: string | undefined, optional = true): DialogField => ({ name, label, kind: 'line', optional, initial: initial ?? '' });
  const text = (name: string, label: string, initial: string | undefined): DialogField => ({ name, label, kind: 'text', optional: true, initial: initial ?? '' });
  switch (register) {
    case 'target': {
      const target = was as Target | null;
      return [
        { name: 'indicator', label: t('target.indicator'), kind: 'select', optional: true, initial: target?.indicator ?? '', options: [{ value: '', label: t('target.byHand') }, ...indicators.map(({ indicator }) => ({ value: indicator, label: title(indicator) }))] },
        { name: 'direction', label: t('target.direction'), kind: 'select', initial: target?.direction ?? 'atLeast', options: choices(['atLeast', 'atMost'] as const, (value) => t(`target.choose.${value}`)) },
        numberField('value', t('target.value'), target?.value ?? null),
        line('unit', t('target.unit'), target?.unit),
        { ...numberField('reached', t('target.reached'), target?.reached ?? null), optional: true, hint: t('target.reachedHint') },
      ];
    }
    case 'milestone': {
      const milestone = was as Milestone | null;
      return [
        { name: 'topic', label: t('milestone.topic'), kind: 'select', initial: milestone?.topic ?? 'training', options: choices(topics, (value) => t(`topic.${value}`)) },
        { name: 'doneBy', label: t('milestone.doneBy'), kind: 'select', initial: milestone?.doneBy ?? 'supplier', options: choices(doers, (value) => t(`doneBy.${value}`)) },
        text('description', t('milestone.description'), milestone?.description),
        ...(milestone ? [text('result', t('milestone.result'), milestone.result)] : []),
      ];
    }
    case 'risk': {
      const risk = was as Risk | null;
      return [
        level('probability', t('risk.probability'), risk?.probability, t),
        level('impact', t('risk.impact'), risk?.impact, t),
        { name: 'response', label: t('risk.response'), kind: 'select', initial: risk?.response ?? 'reduce', options: choices(responses, (value) => t(`risk.response.${value}`)) },
        text('action', t('risk.action'), risk?.action),
        {
          name: 'backupSupplierId',
          label: t('risk.backup'),
          kind: 'own',
          optional: true,
          initial: risk?.backupSupplierId ?? '',
          input: ({ label, value, error, onChange }) => <ChooseSupplier except={supplierId} label={label} value={value} error={error} onChange={onChange} />,
        },
      ];
    }
    case 'issue': {
      const issue = was as Issue | null;
      const began = new Date(issue?.beganAt ?? Date.now());
      const resolved = new Date(issue?.resolvedAt ?? Date.now());
      const isResolved = ({ status }: Filled) => status === 'resolved';
      return [
        { name: 'severity', label: t('case.severity'), kind: 'select', initial: issue?.severity ?? 'major', options: choices(severities, (value) => t(`severity.${value}`)) },
        { name: 'beganAt', label: t('issue.beganOn'), kind: 'date', initial: localDay(began) },
        { name: 'beganTime', label: t('issue.beganTime'), kind: 'time', initial: localTime(began) },
        ...(issue
          ? [
              { name: 'resolvedAt', label: t('issue.resolvedOn'), kind: 'date' as const, initial: localDay(resolved), when: isResolved },
              { name: 'resolvedTime', label: t('issue.resolvedTime'), kind: 'time' as const, initial: localTime(resolved), when: isResolved },
            ]
          : []),
        line('callWhom', t('issue.callWhom'), issue?.callWhom),
        text('steps', t('issue.steps'), issue?.steps),
        text('prevention', t('issue.prevention'), issue?.prevention),
      ];
    }
  }
}

function choices<Value extends string>(values: readonly Value[], label: (value: Value) => string) {
  return values.map((value) => ({ value, label: label(value) }));
}

function numberField(name: string, label: string, initial: number | null): DialogField {
  return { name, label, kind: 'number', initial: initial === null ? '' : String(initial), lacks: (value) => value.trim() !== '' && Number.isNaN(typedNumber(value)) };
}

/** One to five, each in words. */
function level(name: 'probability' | 'impact', label: string, initial: number | undefined, t: TFunction): DialogField {
  return { name, label, kind: 'select', initial: String(initial ?? 3), options: choices(['1', '2', '3', '4', '5'] as const, (value) => `${value} – ${t(`risk.${name}.${value}`)}`) };
}

function bodyOf(register: Register, filled: Filled, was: EntryBody | null): EntryBody {
  const said = (name: string) => filled[name] ?? '';
  const orNull = (name: string) => (said(name) === '' ? null : said(name));
  const common = { title: said('title'), dueOn: orNull('dueOn'), ownerId: orNull('ownerId') ?? was?.ownerId ?? null };
  const status = said('status') || entryStatuses[register][0];
  switch (register) {
    case 'target':
      return {
        register,
        ...common,
        status: status as Target['status'],
        indicator: orNull('indicator'),
        direction: said('direction') as Target['direction'],
        value: typedNumber(said('value')),
        unit: said('unit'),
        reached: said('reached') === '' ? null : typedNumber(said('reached')),
      };
    case 'milestone':
      return { register, ...common, status: status as Milestone['status'], topic: said('topic') as Milestone['topic'], doneBy: said('doneBy') as Milestone['doneBy'], description: said('description'), result: said('result') };
    case 'risk':
      return {
        register,
        ...common,
        status: status as Risk['status'],
        probability: Number(said('probability')),
        impact: Number(said('impact')),
        response: said('response') as Risk['response'],
        action: said('action'),
        backupSupplierId: orNull('backupSupplierId'),
      };
    case 'issue':
      return {
        register,
        ...common,
        status: status as Issue['status'],
        severity: said('severity') as Issue['severity'],
        beganAt: instantAt(said('beganAt'), said('beganTime')),
        resolvedAt: status === 'resolved' ? instantAt(said('resolvedAt'), said('resolvedTime')) : null,
        callWhom: said('callWhom'),
        steps: said('steps'),
        prevention: said('prevention'),
      };
  }
}
