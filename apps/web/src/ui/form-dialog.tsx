import { Button, Checkbox, NativeSelect, Radio, Stack, Textarea, TextInput, type ModalRootProps } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { newRequestKey } from '../api/client.js';
import { asProblem, type FieldProblem } from '../api/problem.js';
import { Dialog } from './dialog.js';
import { focusFirstError } from './focus-first-error.js';
import { ProblemNotice } from './notice.js';
import { zoneChoices } from './time-zones.js';

/** A field of a short form. Its name is that of the request's body, so that refusals are shown beside it. */
export interface DialogField {
  readonly name: string;
  readonly label: string;
  /** A `check` is filled in as `yes` or as nothing, and may be left; `checks` as what was chosen, with commas between. */
  readonly kind: 'text' | 'line' | 'date' | 'time' | 'number' | 'check' | 'checks' | 'select' | 'radio' | 'zone' | 'own';
  /** Draws a field of the kind `own`. */
  readonly input?: (filling: Filling) => ReactNode;
  /** Whether what was filled in cannot be sent yet, for what is not said by its being empty. */
  readonly lacks?: (value: string) => boolean;
  readonly hint?: string;
  readonly options?: readonly { value: string; label: string; description?: string }[];
  readonly optional?: boolean;
  readonly initial?: string;
  /** Earliest date, `YYYY-MM-DD`. */
  readonly earliest?: string;
  /** Whether it is asked for, given what was filled in so far; absent: always. What is not asked for is sent as nothing. */
  readonly when?: (filled: Filled) => boolean;
}

/** What a field of the kind `own` is drawn from; `checked` once somebody has tried to send it. */
export interface Filling {
  readonly label: string;
  readonly value: string;
  readonly error: string | undefined;
  /** What the server refused within the field, by the rest of its path. */
  readonly faults: readonly FieldProblem[];
  readonly checked: boolean;
  readonly onChange: (value: string) => void;
}

/** What was filled in, by the name of the field; trimmed. */
export type Filled = Readonly<Record<string, string>>;

/** A short form in a dialog. `send` gets what was filled in and a key that stays the same for every attempt with the same content. */
export function FormDialog<Sent>(props: {
  title: string;
  lead?: ReactNode;
  fields: readonly DialogField[];
  action: string;
  danger?: boolean;
  size?: ModalRootProps['size'];
  /** The way to what stands in the way, by its id. */
  running?: (id: string) => ReactNode;
  send: (filled: Filled, key: string) => Promise<Sent>;
  onClose: () => void;
  /** Gets what `send` answered. */
  onDone: (sent: Sent) => void;
}) {
  const { t } = useTranslation();
  const [values, setValues] = useState<Filled>(() => Object.fromEntries(props.fields.map(({ name, initial }) => [name, initial ?? ''])));
  const [checked, setChecked] = useState(false);
  const key = useRef(newRequestKey());
  const fields = props.fields.filter(({ when }) => when?.(values) ?? true);
  const sending = useMutation({
    mutationFn: () => props.send(Object.fromEntries(props.fields.map((field) => [field.name, fields.includes(field) ? (values[field.name] ?? '').trim() : ''])), key.current),
    onSuccess: (sent) => props.onDone(sent),
  });
  const problem = sending.isError ? asProblem(sending.error) : null;
  const missing = ({ name, kind, optional, lacks }: DialogField) => (!optional && kind !== 'check' && (values[name] ?? '').trim() === '') || (lacks?.(values[name] ?? '') ?? false);
  const errorOf = (field: DialogField) => (checked && missing(field) ? t('form.required') : problem?.fields.find(({ path }) => path === field.name)?.message);
  const within = ({ name }: DialogField) => problem?.fields.filter(({ path }) => path.startsWith(`${name}.`)).map((each) => ({ ...each, path: each.path.slice(name.length + 1) })) ?? [];
  const elsewhere = problem?.fields.filter(({ path }) => !fields.some(({ name, kind }) => name === path || (kind === 'own' && path.startsWith(`${name}.`)))) ?? [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    focusFirstError(event);
    if (!fields.some(missing)) sending.mutate();
  };
  return (
    <Dialog onClose={props.onClose} title={props.title} {...(props.size === undefined ? {} : { size: props.size })}>
      <form className="form" onSubmit={submit} noValidate>
        {props.lead && <div className="soft">{props.lead}</div>}
        {problem && (
          <ProblemNotice error={problem}>
            {problem.runningId && props.running && <p>{props.running(problem.runningId)}</p>}
            {elsewhere.map(({ path, message }) => (
              <p key={path} className="small">
                {message}
              </p>
            ))}
          </ProblemNotice>
        )}
        {fields.map((field, at) => (
          <Field
            key={field.name}
            field={field}
            first={at === 0}
            value={values[field.name] ?? ''}
            error={errorOf(field)}
            faults={within(field)}
            checked={checked}
            onChange={(value) => {
              setValues({ ...values, [field.name]: value });
              key.current = newRequestKey();
            }}
          />
        ))}
        <div className="form-actions">
          <Button type="submit" loading={sending.isPending} className={props.danger ? 'danger' : undefined}>
            {props.action}
          </Button>
          <Button variant="subtle" color="gray" onClick={props.onClose}>
            {t('action.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What was chosen in a field of the kind `checks`. */
export function chosenIn(value: string | undefined): string[] {
  return value ? value.split(',') : [];
}

function Field({ field, first, value, error, faults, checked, onChange }: Omit<Filling, 'label'> & { field: DialogField; first: boolean }) {
  const { t } = useTranslation();
  const label = field.optional ? t('form.optional', { label: field.label }) : field.label;
  const common = { label, description: field.hint, error, value, ...(first ? { 'data-autofocus': true } : {}) };
  const options = field.options ?? [];
  switch (field.kind) {
    case 'text':
      return <Textarea {...common} autosize minRows={3} maxRows={12} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'line':
      return <TextInput {...common} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'time':
      return <TextInput {...common} type="time" onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'number':
      return <TextInput {...common} inputMode="decimal" onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'zone':
      return <NativeSelect {...common} data={zoneChoices(value)} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'check':
      return (
        <Checkbox label={field.label} description={field.hint} error={error} checked={value === 'yes'} onChange={(event) => onChange(event.currentTarget.checked ? 'yes' : '')} />
      );
    case 'checks':
      return (
        <Checkbox.Group label={label} description={field.hint} error={error} value={chosenIn(value)} onChange={(chosen) => onChange(chosen.join(','))}>
          <Stack gap="xs" mt="xs">
            {options.map((option) => (
              <Checkbox key={option.value} value={option.value} label={option.label} description={option.description} />
            ))}
          </Stack>
        </Checkbox.Group>
      );
    case 'date':
      return <TextInput {...common} type="date" min={field.earliest} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'own':
      return field.input?.({ label, value, error, faults, checked, onChange });
    case 'select':
      return <NativeSelect {...common} data={[...(value === '' && !options.some((option) => option.value === '') ? [{ value: '', label: '' }] : []), ...options.map((option) => ({ value: option.value, label: option.label }))]} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'radio':
      return (
        <Radio.Group label={label} description={field.hint} error={error} value={value} onChange={onChange}>
          <Stack gap="xs" mt="xs">
            {options.map((option) => (
              <Radio key={option.value} value={option.value} label={option.label} description={option.description} />
            ))}
          </Stack>
        </Radio.Group>
      );
  }
}
