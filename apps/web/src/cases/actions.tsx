import { Button, NumberInput, Radio, Stack, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem, type FieldProblem } from '../api/problem.js';
import { loadTexts } from '../i18n/language.js';
import { Waiting } from '../ui/data-table.js';
import { Dialog } from '../ui/dialog.js';
import { focusFirstError } from '../ui/focus-first-error.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Panel } from '../ui/page.js';
import { begunDraft, formFor, labelOfText, missingIn, offered, plainOptions, type CommandField, type CommandForm, type CommandName, type Draft, type Lack, weightOf } from './commands.js';
import { EvidenceFiles } from './evidence-files.js';
import { eventsKey, messagesKey, type Case } from './queries.js';
import { useCommand } from './use-command.js';

const ChoosePerson = lazy(async () => ({ default: (await import('./choose.js')).ChoosePerson }));
const LifecycleField = lazy(async () => ({ default: (await import('./lifecycle-field.js')).LifecycleField }));
const OnboardingField = lazy(async () => {
  const [{ OnboardingField: field }] = await Promise.all([import('../onboardings/fields.js'), loadTexts('onboardings', 'judgement')]);
  return { default: field };
});
const ChooseTwin = lazy(async () => ({ default: (await import('./choose.js')).ChooseTwin }));

/** What the signed-in person may do now: one button each, and the form of the one that was chosen. */
export function Actions({ one, etag }: { one: Case; etag: string | null }) {
  const { t } = useTranslation();
  const names = offered(one.allowedCommands);
  const [chosen, setChosen] = useState<CommandName | null>(null);
  const [sent, setSent] = useState<{ stored: boolean; sequence: number } | null>(null);
  // A stored command has been decided as soon as the case moves.
  const pending = sent !== null && sent.stored && sent.sequence === one.sequence;
  const theirs = one.waitingFor === 'supplier';
  const mine = names.some((name) => weightOf(name, one) === 'main');
  const current = chosen !== null && names.includes(chosen) ? chosen : null;
  return (
    <Panel title={t('actions.title')} note={t('actions.note')}>
      <div role="status" className="sent">
        {sent !== null && (
          <Notice tone={pending ? 'fair' : 'good'} icon={pending ? 'clock' : 'check'}>
            <p>{pending ? t('actions.pending') : t('actions.done')}</p>
          </Notice>
        )}
      </div>
      {!pending && (!mine || theirs) && (
        <Notice icon="clock">
          <p>{t(theirs ? 'actions.noneSupplier' : one.waitingFor === null ? 'actions.noneNobody' : 'actions.noneWhy')}</p>
        </Notice>
      )}
      {names.length > 0 && (
        <div className="form-actions command-buttons" role="group" aria-label={t('actions.title')}>
          {names.map((name) => (
            <Button
              key={name}
              size="sm"
              variant={current === name ? 'light' : weightOf(name, one) === 'main' && current === null && !theirs ? 'filled' : 'default'}
              aria-expanded={current === name}
              className={weightOf(name, one) === 'end' ? 'danger' : undefined}
              onClick={() => {
                setChosen(current === name ? null : name);
                setSent(null);
              }}
            >
              {t(`command.${name}`)}
            </Button>
          ))}
        </div>
      )}
      {current && (
        <CommandPanel
          key={current}
          one={one}
          etag={etag}
          name={current}
          onDone={(stored) => {
            setChosen(null);
            setSent({ stored, sequence: one.sequence });
          }}
          onClose={() => setChosen(null)}
        />
      )}
    </Panel>
  );
}

function CommandPanel(props: { one: Case; etag: string | null; name: CommandName; onDone: (stored: boolean) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const { one, etag, name } = props;
  const form: CommandForm = formFor(name, one);
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => begunDraft(name, one));
  const [missing, setMissing] = useState<Record<string, Lack>>({});
  const [confirming, setConfirming] = useState(false);
  const frame = useRef<HTMLFormElement>(null);
  const command = useCommand({
    one,
    etag,
    name,
    onApplied: (stored) => {
      void queries.invalidateQueries({ queryKey: eventsKey(one.id) });
      void queries.invalidateQueries({ queryKey: messagesKey(one.id) });
      props.onDone(stored);
    },
  });
  useEffect(() => frame.current?.querySelector<HTMLElement>('textarea, input, select')?.focus(), []);
  const problem = command.isError ? asProblem(command.error) : null;
  const errorOf = (field: CommandField): string | undefined => {
    const lacking = missing[field.name];
    if (lacking && field.kind === 'days') return t('form.days', { most: field.most });
    if (lacking && field.kind === 'number') return t('field.number', { least: field.least, most: field.most });
    if (lacking) return t(lacking === 'steps' ? 'field.stepsWrong' : lacking === 'contract' ? 'field.contractWrong' : 'form.required');
    return problem?.fields.find(({ path }) => path === field.name)?.message;
  };
  const send = () => {
    setConfirming(false);
    command.mutate({ form, draft });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const lacking = missingIn(form, draft);
    setMissing(lacking);
    if (Object.keys(lacking).length > 0) return focusFirstError(event);
    if (form.confirm) setConfirming(true);
    else send();
  };
  return (
    <form ref={frame} className="form command-form" onSubmit={submit} noValidate aria-label={t(`command.${name}`)}>
      <p className="soft">{t(`commandHint.${name}`)}</p>
      {problem?.code === 'stale' ? (
        <Notice tone="warn" icon="alert" role="alert">
          <p>{t('actions.stale')}</p>
        </Notice>
      ) : (
        problem && <ProblemNotice error={problem} />
      )}
      {form.fields.map((field) => (
        <FieldInput
          key={field.name}
          one={one}
          draft={draft}
          command={name}
          field={field}
          value={draft[field.name] ?? ''}
          error={errorOf(field)}
          faults={problem?.fields ?? []}
          required={isRequired(field, draft)}
          // Who can be chosen depends on what is passed on.
          onChange={(value) => setDraft({ ...draft, [field.name]: value, ...(field.name === 'what' ? { to: '' } : {}), ...(field.kind === 'category' ? { supplierId: '' } : {}) })}
        />
      ))}
      <div className="form-actions">
        <Button type="submit" loading={command.isPending} color={form.weight === 'end' ? 'red.9' : undefined}>
          {t(`commandSend.${name}`)}
        </Button>
        <Button variant="subtle" color="gray" onClick={props.onClose}>
          {t('action.cancel')}
        </Button>
      </div>
      <Dialog opened={confirming} onClose={() => setConfirming(false)} title={t('actions.confirmTitle', { command: t(`command.${name}`) })}>
        <p>{one.process === 'rectification' ? t('actions.confirm', { supplier: one.supplierName }) : t('actions.confirmOther')}</p>
        <div className="form-actions" style={{ marginTop: 'var(--gap-4)' }}>
          <Button onClick={send} color={form.weight === 'end' ? 'red.9' : undefined} data-autofocus>
            {t(`commandSend.${name}`)}
          </Button>
          <Button variant="default" onClick={() => setConfirming(false)}>
            {t('action.back')}
          </Button>
        </div>
      </Dialog>
    </form>
  );
}

function isRequired(field: CommandField, draft: Draft): boolean {
  if (field.kind === 'number' || field.kind === 'agreement') return field.required;
  if (field.kind === 'line') return field.required || (draft['agreement'] ?? '') !== '';
  if (field.kind !== 'text') return field.kind !== 'files' && field.kind !== 'answers' && field.kind !== 'contract' && field.kind !== 'findings';
  return field.required === 'whenIneffective' ? draft['result'] === 'ineffective' : field.required;
}

function FieldInput(props: {
  one: Case;
  draft: Draft;
  command: CommandName;
  field: CommandField;
  value: string;
  error: string | undefined;
  /** Everything that the server refused, also parts of a field by their path. */
  faults: readonly FieldProblem[];
  required: boolean;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  const { command, field, value, error, required, onChange } = props;
  switch (field.kind) {
    case 'text': {
      const label = t(field.name === 'text' && command in labelOfText ? labelOfText[command as keyof typeof labelOfText] : `field.${field.name}`);
      return (
        <Textarea
          label={required ? label : t('form.optional', { label })}
          autosize
          minRows={3}
          maxRows={16}
          value={value}
          error={error}
          aria-required={required}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    }
    case 'days':
      return (
        <NumberInput
          label={t('field.businessDays')}
          description={t('field.businessDaysHint', { most: field.most })}
          min={1}
          max={field.most}
          allowDecimal={false}
          maw={220}
          value={value}
          error={error}
          onChange={(next) => onChange(String(next))}
        />
      );
    case 'person':
      return (
        <Suspense fallback={<Waiting lines={1} />}>
          <ChoosePerson one={props.one} ofStep={props.draft['what'] === 'step'} value={value} error={error} onChange={onChange} />
        </Suspense>
      );
    case 'twin':
      return (
        <Suspense fallback={<Waiting lines={1} />}>
          <ChooseTwin one={props.one} value={value} error={error} onChange={onChange} />
        </Suspense>
      );
    case 'files':
      return <EvidenceFiles onChange={(ids) => onChange(ids.join('\n'))} />;
    case 'choice':
      return (
        <Radio.Group label={t(`field.${field.name}`)} value={value} onChange={onChange} error={error}>
          <Stack gap="xs" mt="xs">
            {field.options.map((option) => (
              <Radio key={option} value={option} label={t(`option.${option}`)} description={isPlain(option) ? undefined : t(command === 'verify' && option === 'effective' ? 'optionHint.watched' : `optionHint.${option}`)} />
            ))}
          </Stack>
        </Radio.Group>
      );
    case 'approver':
    case 'questionnaire':
    case 'agreement':
    case 'line':
    case 'findings':
    case 'contract':
      return (
        <Suspense fallback={<Waiting lines={1} />}>
          <OnboardingField one={props.one} field={field} value={value} error={error} faults={props.faults} required={required} onChange={onChange} />
        </Suspense>
      );
    default:
      return (
        <Suspense fallback={<Waiting lines={1} />}>
          <LifecycleField one={props.one} draft={props.draft} field={field} value={value} error={error} required={required} onChange={onChange} />
        </Suspense>
      );
  }
}

function isPlain(option: string): option is (typeof plainOptions)[number] {
  return (plainOptions as readonly string[]).includes(option);
}
