import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Filling } from './filling.js';

const severities = ['critical', 'major', 'minor'] as const;

interface Finding {
  readonly severity: (typeof severities)[number];
  readonly title: string;
  readonly description?: string;
}

/** What an audit has found, one by one: each opens a rectification. */
export function FindingsField({ value, error, onChange }: Filling) {
  const { t } = useTranslation();
  const findings = (value === '' ? [] : JSON.parse(value)) as readonly Finding[];
  const store = (next: readonly Finding[]) => onChange(next.length === 0 ? '' : JSON.stringify(next));
  const change = (at: number, part: Partial<Finding>) => {
    const { description, ...rest } = { ...findings[at], ...part } as Finding;
    store(findings.map((each, index) => (index === at ? { ...rest, ...(description ? { description } : {}) } : each)));
  };
  return (
    <fieldset className="fields">
      <legend>{t('finding.title')}</legend>
      <p className="small soft">{t('finding.note')}</p>
      {findings.map((finding, at) => (
        <div key={at} className="fields" role="group" aria-label={t('finding.number', { number: at + 1 })}>
          <TextInput label={t('finding.what')} maxLength={200} value={finding.title} error={error !== undefined && finding.title.trim() === '' ? t('form.required') : undefined} onChange={(event) => change(at, { title: event.currentTarget.value })} />
          <NativeSelect
            label={t('case.severity')}
            value={finding.severity}
            data={severities.map((severity) => ({ value: severity, label: t(`severity.${severity}`) }))}
            onChange={(event) => change(at, { severity: severities.find((each) => each === event.currentTarget.value) ?? 'major' })}
          />
          <Textarea label={t('form.optional', { label: t('finding.description') })} autosize minRows={2} maxRows={8} value={finding.description ?? ''} onChange={(event) => change(at, { description: event.currentTarget.value })} />
          <div>
            <Button size="sm" variant="subtle" color="gray" onClick={() => store(findings.filter((_, index) => index !== at))}>
              {t('finding.remove')}
              <span className="quiet">: {t('finding.number', { number: at + 1 })}</span>
            </Button>
          </div>
        </div>
      ))}
      <div>
        <Button size="sm" variant="default" disabled={findings.length >= MOST} onClick={() => store([...findings, { severity: 'major', title: '' }])}>
          {t('finding.add')}
        </Button>
      </div>
    </fieldset>
  );
}

/** The server takes no more at once. */
const MOST = 50;
