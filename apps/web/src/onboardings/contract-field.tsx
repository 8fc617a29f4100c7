import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useIndicatorCatalogue, useIndicatorTitle } from '../suppliers/indicator-words.js';
import type { Filling } from './filling.js';

/** The contract as it is sent; a target is a decimal number as text. */
interface Contract {
  readonly number?: string;
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly noticeDays?: number;
  readonly kpiTargets?: Readonly<Record<string, string>>;
  readonly priceTerms?: string;
  readonly paymentTerms?: string;
  readonly qualitySpecification?: string;
  readonly testMethod?: string;
  readonly liquidatedDamages?: string;
}

const terms = ['priceTerms', 'paymentTerms', 'qualitySpecification', 'testMethod', 'liquidatedDamages'] as const;
/** Offered first: what contracts usually agree on. */
const usual = 'onTimeDelivery';

/** What of the contract becomes a fact, by which alerts of its end and targets go. Nothing is sent while nothing is filled in. */
export function ContractField({ value, error, faults, onChange }: Filling) {
  const { t } = useTranslation();
  const contract = (value === '' ? {} : JSON.parse(value)) as Contract;
  const set = (change: Contract) => {
    const next = Object.entries({ ...contract, ...change }).filter(([, part]) => part !== undefined && part !== '');
    onChange(next.length === 0 ? '' : JSON.stringify(Object.fromEntries(next)));
  };
  const lacks = (part: 'number' | 'validFrom') => (error !== undefined && value !== '' && !contract[part] ? t('form.required') : undefined);
  const refused = (part: string) => (faults.some(({ path }) => path === `contract.${part}` || path.startsWith(`contract.${part}.`)) ? t(part === 'validTo' ? 'contract.datesWrong' : 'contract.wrong') : undefined);
  const optional = (label: string) => t('form.optional', { label });
  return (
    <fieldset className="fields">
      <legend>{t('contract.title')}</legend>
      <p className="small soft">{t('contract.note')}</p>
      <TextInput label={t('contract.number')} maxLength={100} value={contract.number ?? ''} error={lacks('number') ?? refused('number')} onChange={(event) => set({ number: event.currentTarget.value })} />
      <div className="cells">
        <TextInput label={t('contract.validFrom')} type="date" value={contract.validFrom ?? ''} error={lacks('validFrom') ?? refused('validFrom')} onChange={(event) => set({ validFrom: event.currentTarget.value })} />
        <TextInput label={optional(t('contract.validTo'))} description={t('contract.validToHint')} type="date" value={contract.validTo ?? ''} error={refused('validTo')} onChange={(event) => set({ validTo: event.currentTarget.value })} />
        <TextInput
          label={optional(t('contract.noticeDays'))}
          description={t('contract.noticeDaysHint')}
          type="number"
          min={0}
          max={3_660}
          value={contract.noticeDays ?? ''}
          error={refused('noticeDays')}
          onChange={({ currentTarget: { value: days } }) => set({ noticeDays: days === '' ? undefined : Number(days) } as Contract)}
        />
      </div>
      <Targets targets={contract.kpiTargets ?? {}} error={refused('kpiTargets')} onChange={(kpiTargets) => set({ kpiTargets: Object.keys(kpiTargets).length === 0 ? undefined : kpiTargets } as Contract)} />
      <details className="other-cells">
        <summary>{t('contract.terms')}</summary>
        {terms.map((term) => (
          <Textarea key={term} label={t(`contracts.${term}`)} autosize minRows={2} maxRows={10} maxLength={4_000} value={contract[term] ?? ''} error={refused(term)} onChange={(event) => set({ [term]: event.currentTarget.value })} />
        ))}
      </details>
    </fieldset>
  );
}

function Targets({ targets, error, onChange }: { targets: Readonly<Record<string, string>>; error: string | undefined; onChange: (targets: Readonly<Record<string, string>>) => void }) {
  const { t } = useTranslation();
  const titleOf = useIndicatorTitle();
  const known = useIndicatorCatalogue().data?.items.map(({ indicator }) => indicator) ?? [];
  const chosen = Object.entries(targets);
  const free = known.filter((indicator) => !(indicator in targets));
  const next = free.includes(usual) ? usual : free[0];
  const without = (indicator: string) => Object.fromEntries(chosen.filter(([each]) => each !== indicator));
  return (
    <div className="targets" role="group" aria-label={t('contract.targets')}>
      <p>{t('contract.targets')}</p>
      {chosen.map(([indicator, target]) => (
        <div key={indicator} className="target">
          <NativeSelect
            aria-label={t('contract.indicator')}
            value={indicator}
            data={[indicator, ...free].map((name) => ({ value: name, label: titleOf(name) }))}
            onChange={(event) => onChange(Object.fromEntries(chosen.map(([each, figure]) => [each === indicator ? event.currentTarget.value : each, figure])))}
          />
          <TextInput aria-label={t('contract.targetOf', { indicator: titleOf(indicator) })} inputMode="decimal" value={target} onChange={(event) => onChange({ ...targets, [indicator]: event.currentTarget.value.trim().replace(',', '.') })} />
          <Button size="sm" variant="subtle" color="gray" onClick={() => onChange(without(indicator))}>
            {t('contract.removeTarget')}
            <span className="quiet">: {titleOf(indicator)}</span>
          </Button>
        </div>
      ))}
      {error !== undefined && <p className="small due-late">{t('contract.targetWrong')}</p>}
      {next !== undefined && (
        <Button size="sm" variant="default" onClick={() => onChange({ ...targets, [next]: '' })}>
          {t('contract.addTarget')}
        </Button>
      )}
    </div>
  );
}
