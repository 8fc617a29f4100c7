import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { answer, api, newRequestKey } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { Waiting } from '../ui/data-table.js';
import { focusFirstError } from '../ui/focus-first-error.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Missing, Page, Panel } from '../ui/page.js';
import { Letter } from './letter.js';
import { useMail, type Mail as MailData } from './queries.js';

/** One mail as it was sent, and a way to answer it as its recipient would. */
export function Mail() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const found = useMail(id);
  const mayReply = useMay('mailbox:use');
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    const { status } = asProblem(found.error);
    if (status === 404 || status === 400) return <Missing title={t('mail.missing')} why={t('mail.missingWhy')} />;
    return (
      <Page title={t('mailbox.title')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  const mail = found.data;
  return (
    <Page title={mail.subject} back={{ to: '/mailbox', label: t('mailbox.title') }} narrow>
      <div className="column">
        <Letter
          head={
            <dl className="mail-head">
              <dt>{t('mail.from')}</dt>
              <dd className="mono">{mail.from}</dd>
              <dt>{t('mail.to')}</dt>
              <dd className="mono">{mail.to.join(', ')}</dd>
              <dt>{t('mail.sentAt')}</dt>
              <dd>{format.instant(mail.receivedAt)}</dd>
            </dl>
          }
          text={mail.text}
          html={mail.html}
        />
        {mayReply && mail.replyTo !== null && <Reply key={mail.id} mail={mail} />}
        {mail.replyTo === null && (
          <Notice>
            <p>{t('mail.noReply')}</p>
          </Notice>
        )}
      </div>
    </Page>
  );
}

function Reply({ mail }: { mail: MailData }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [empty, setEmpty] = useState(false);
  const key = useRef(newRequestKey());
  const reply = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/mailbox/{id}/reply', {
          params: { path: { id: mail.id } },
          body: { text: text.trim() },
          headers: { 'Idempotency-Key': key.current },
        }),
      ),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(text.trim() === '');
    focusFirstError(event);
    if (text.trim() !== '') reply.mutate();
  };
  return (
    <Panel title={t('reply.title', { to: mail.to.join(', ') })} note={t('reply.note')}>
      {reply.isSuccess ? (
        <Notice tone="good" icon="mail" role="status">
          <p>{t('reply.sent')}</p>
          <p>
            <Link to="/cases">{t('reply.cases')}</Link>
          </p>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              reply.reset();
              setText('');
              key.current = newRequestKey();
            }}
          >
            {t('reply.again')}
          </Button>
        </Notice>
      ) : (
        <form className="form" onSubmit={submit} noValidate>
          {reply.isError && <ProblemNotice error={reply.error} />}
          <Textarea
            label={t('reply.text')}
            autosize
            minRows={4}
            maxRows={16}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              key.current = newRequestKey();
            }}
            error={empty ? t('form.required') : undefined}
          />
          <div className="form-actions">
            <Button type="submit" loading={reply.isPending}>
              {t('reply.send')}
            </Button>
          </div>
        </form>
      )}
    </Panel>
  );
}
