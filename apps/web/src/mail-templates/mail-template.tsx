import { Button, NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { answer, api, newRequestKey } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { isLanguage, languageNames, languages } from '../i18n/language.js';
import { Letter } from '../mailbox/letter.js';
import { useMay } from '../session/me.js';
import { Waiting } from '../ui/data-table.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Missing, Page } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';
import { useMailPreview } from './queries.js';

/** One mail with example data: as text, as it looks, and its calendar file; it can be sent to oneself. */
export function MailTemplate() {
  const { t, i18n } = useTranslation();
  const { name = '' } = useParams();
  const { filters, change } = useFilters({ language: i18n.language });
  const language = isLanguage(filters.language) ? filters.language : 'en';
  const found = useMailPreview(name, language);
  const mayTest = useMay('templates:test');
  const test = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/templates/{name}/test-send', { params: { path: { name }, header: { 'Idempotency-Key': newRequestKey() } }, body: { language } })),
  });
  if (found.isPending) return <Waiting />;
  const back = { to: `/mail-templates?language=${language}`, label: t('mailTemplates.title') };
  if (found.isError) {
    if (asProblem(found.error).status === 404) return <Missing title={t('mail.missing')} why={t('mailTemplates.missingWhy')} />;
    return (
      <Page title={t('mailTemplates.title')} back={back}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  const { subject, text, html, calendar } = found.data;
  return (
    <Page
      title={subject}
      lead={t('mailTemplates.example')}
      back={back}
      narrow
      actions={
        mayTest && (
          <Button loading={test.isPending} onClick={() => test.mutate()}>
            {t('mailTemplates.test')}
          </Button>
        )
      }
    >
      <div className="column">
        <div role="status" className="done-notice">
          {test.isSuccess && (
            <Notice tone="good" icon="mail">
              <p>{t('mailTemplates.tested', { address: test.data.address })}</p>
            </Notice>
          )}
        </div>
        {test.isError && <ProblemNotice error={test.error} />}
        <div className="filters">
          <NativeSelect label={t('mailTemplates.language')} value={language} onChange={(event) => change('language', event.currentTarget.value)} data={languages.map((value) => ({ value, label: languageNames[value] }))} />
        </div>
        <Letter
          head={
            <dl className="mail-head">
              <dt>{t('mailTemplates.name')}</dt>
              <dd className="mono breakable">{name}</dd>
            </dl>
          }
          language={found.data.language}
          text={text}
          html={html}
          calendar={calendar}
        />
      </div>
    </Page>
  );
}
