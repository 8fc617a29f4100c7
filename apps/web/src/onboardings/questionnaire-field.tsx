import { Checkbox, FileInput, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { storeFile } from '../cases/evidence-files.js';
import { useFormat } from '../i18n/format.js';
import { Waiting } from '../ui/data-table.js';
import { Icon } from '../ui/icon.js';
import { ProblemNotice } from '../ui/notice.js';
import { useWords } from './answer-words.js';
import type { Filling } from './filling.js';
import { useAnswers } from './queries.js';
import { answersToSend, isAsked, isCertificate, type Answer, type Answers, type Certificate, type Question, type QuestionOf, type Section } from './questions.js';

/** The questions of the case, answered for the supplier: what was said on the telephone, or came by post. */
export function QuestionnaireField({ one, value, faults, onChange }: Filling) {
  const { t } = useTranslation();
  const found = useAnswers(one.id, one.sequence);
  const sections = found.data?.document.sections;
  const answers = (value === '' ? {} : JSON.parse(value)) as Answers;
  useEffect(() => {
    // Nothing answered is an answer too: null to every question that is asked.
    if (value === '' && sections) onChange(JSON.stringify(answersToSend(sections, {})));
  }, [value, sections, onChange]);
  if (found.isError) return <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />;
  if (!sections) return <Waiting lines={4} />;
  return sections.map((section) => (
    <fieldset key={section.criterion} className="fields">
      <legend>{t(`criterionAsked.${section.criterion}`)}</legend>
      {section.questions
        .filter((question) => isAsked(sections, question, answers))
        .map((question) => (
          <QuestionInput
            key={question.question}
            question={question}
            given={answers[question.question] ?? null}
            isRefused={faults.some(({ path }) => path === `answers.${question.question}` || path.startsWith(`answers.${question.question}.`))}
            onAnswer={(given) => onChange(JSON.stringify(changed(sections, answers, question, given)))}
          />
        ))}
    </fieldset>
  ));
}

function changed(sections: readonly Section[], answers: Answers, { question }: Question, given: Answer): Answers {
  return answersToSend(sections, { ...answers, [question]: given });
}

interface Asked<Kind extends Question['kind']> {
  readonly question: QuestionOf<Kind>;
  readonly given: Answer;
  readonly label: string;
  readonly note: string | undefined;
  readonly error: string | undefined;
  readonly onAnswer: (given: Answer) => void;
}

function QuestionInput({ question, given, isRefused, onAnswer }: { question: Question; given: Answer; isRefused: boolean; onAnswer: (given: Answer) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  const label = question.required ? words(question.words) : t('form.optional', { label: words(question.words) });
  const note = question.note && words(question.note);
  const wrong = (): string => {
    if (given === null) return t('form.required');
    switch (question.kind) {
      case 'number':
        return t('field.number', { least: format.number(question.least, 6), most: format.number(question.most, 6) });
      case 'certificate':
        return t('answer.certificateWrong');
      case 'text':
        return t('answer.tooLong', { most: format.count(question.most) });
      default:
        return t('form.required');
    }
  };
  const error = isRefused ? wrong() : undefined;
  const common = { given, label, note, error, onAnswer };
  switch (question.kind) {
    case 'choice':
      return question.many ? <Several question={question} {...common} /> : <OneOf question={question} {...common} />;
    case 'number':
      return (
        <TextInput
          label={`${label}, ${words(question.unit)}`}
          description={note}
          type="number"
          step="any"
          defaultValue={typeof given === 'number' ? String(given) : ''}
          error={error}
          onChange={({ currentTarget: { value } }) => onAnswer(value === '' ? null : Number(value))}
        />
      );
    case 'text':
      return <Textarea label={label} description={note} autosize minRows={2} maxRows={12} value={typeof given === 'string' ? given : ''} error={error} onChange={({ currentTarget: { value } }) => onAnswer(value === '' ? null : value)} />;
    case 'date':
      return <TextInput label={label} description={note} type="date" value={typeof given === 'string' ? given : ''} error={error} onChange={({ currentTarget: { value } }) => onAnswer(value === '' ? null : value)} />;
    case 'file':
      return <Files label={label} note={note} error={error} onStored={(ids) => onAnswer(ids.length === 0 ? null : ids)} />;
    case 'certificate':
      return <CertificateInput question={question} {...common} />;
  }
}

function OneOf({ question: { question, choices, required }, given, label, note, error, onAnswer }: Asked<'choice'>) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Radio.Group name={question} label={label} description={note} error={error} value={typeof given === 'string' ? given : ''} onChange={(answer) => onAnswer(answer === '' ? null : answer)}>
      <Stack gap="xs" mt="xs">
        {choices.map((choice) => (
          <Radio key={choice.answer} value={choice.answer} label={words(choice.words)} />
        ))}
        {!required && <Radio value="" label={t('onboarding.noAnswer')} />}
      </Stack>
    </Radio.Group>
  );
}

function Several({ question: { choices }, given, label, note, error, onAnswer }: Asked<'choice'>) {
  const words = useWords();
  return (
    <Checkbox.Group label={label} description={note} error={error} value={Array.isArray(given) ? given : []} onChange={(answers) => onAnswer(answers.length === 0 ? null : answers)}>
      <Stack gap="xs" mt="xs">
        {choices.map((choice) => (
          <Checkbox key={choice.answer} value={choice.answer} label={words(choice.words)} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

/** A certificate begins to be one with its number. */
function CertificateInput({ question: { certifies }, given, label, note, error, onAnswer }: Asked<'certificate'>) {
  const { t } = useTranslation();
  const certificate: Certificate = isCertificate(given) ? given : { kind: certifies ?? '', number: '', validFrom: '', validTo: null, files: [] };
  const set = (change: Partial<Certificate>) => {
    const { issuer, ...next } = { ...certificate, ...change };
    const isEmpty = next.number === '' && next.validFrom === '' && next.files.length === 0 && (certifies !== null || next.kind === '');
    onAnswer(isEmpty ? null : { ...next, ...(issuer ? { issuer } : {}) });
  };
  const line = (part: 'kind' | 'number' | 'issuer', maxLength: number): ReactNode => (
    <TextInput label={t(`answer.certificate.${part}`)} maxLength={maxLength} value={certificate[part] ?? ''} onChange={(event) => set({ [part]: event.currentTarget.value })} />
  );
  return (
    <fieldset className="fields">
      <legend>{label}</legend>
      {note !== undefined && <p className="small soft">{note}</p>}
      {error !== undefined && <p className="small due-late">{error}</p>}
      <div className="cells">
        {line('kind', 100)}
        {line('number', 100)}
        {line('issuer', 200)}
        <TextInput label={t('answer.certificate.validFrom')} type="date" value={certificate.validFrom} onChange={(event) => set({ validFrom: event.currentTarget.value })} />
        <TextInput label={t('answer.certificate.validTo')} type="date" value={certificate.validTo ?? ''} onChange={(event) => set({ validTo: event.currentTarget.value || null })} />
      </div>
      <Files label={t('answer.certificate.files')} note={undefined} error={undefined} onStored={(files) => set({ files })} />
    </fieldset>
  );
}

/** What the API takes as a document of an answer, by name; it looks at the bytes. */
const ACCEPTED = '.pdf,.png,.jpg,.jpeg,.docx,.xlsx,.csv,.txt';

function Files({ label, note, error, onStored }: { label: string; note: string | undefined; error: string | undefined; onStored: (ids: string[]) => void }) {
  const { t } = useTranslation();
  const store = useMutation({ mutationFn: (files: File[]) => Promise.all(files.map(storeFile)), onSuccess: (stored) => onStored(stored.map(({ id }) => id)) });
  return (
    <FileInput
      multiple
      clearable
      label={label}
      description={store.isPending ? t('field.filesStoring') : (note ?? t('field.filesHint'))}
      placeholder={t('field.chooseFiles')}
      accept={ACCEPTED}
      error={store.isError ? t('answer.fileRefused') : error}
      leftSection={<Icon name="upload" />}
      clearButtonProps={{ 'aria-label': t('upload.clear') }}
      onChange={(files) => (files.length === 0 ? onStored([]) : store.mutate(files))}
    />
  );
}
