import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { isLanguage, languageNames, languages } from '../i18n/language.js';
import { Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Live, Page } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';
import { useMailTemplates, type MailTemplate } from './queries.js';

const readers = ['supplier', 'staff'] as const satisfies readonly MailTemplate['to'][];

/** Every mail that Steward writes, by its subject, in the language that is chosen. */
export function MailTemplates() {
  const { t, i18n } = useTranslation();
  const { filters, narrowed, change } = useFilters({ q: '', to: '', language: i18n.language });
  const language = isLanguage(filters.language) ? filters.language : 'en';
  const found = useMailTemplates(language);
  const wanted = filters.q.trim().toLowerCase();
  const items = (found.data?.items ?? []).filter(({ name, to, subject }) => (filters.to === '' || to === filters.to) && `${name}\n${subject}`.toLowerCase().includes(wanted));
  return (
    <Page title={t('mailTemplates.title')} lead={t('mailTemplates.lead')} narrow>
      <div className="filters" role="search" aria-label={t('list.filters')}>
        <TextInput className="filter-wide" label={t('mailTemplates.search')} value={filters.q} onChange={(event) => change('q', event.currentTarget.value)} />
        <NativeSelect
          label={t('mailTemplates.to')}
          value={filters.to}
          onChange={(event) => change('to', event.currentTarget.value)}
          data={[{ value: '', label: t('list.all') }, ...readers.map((value) => ({ value, label: t(`mailTemplates.to.${value}`) }))]}
        />
        <NativeSelect label={t('mailTemplates.language')} value={language} onChange={(event) => change('language', event.currentTarget.value)} data={languages.map((value) => ({ value, label: languageNames[value] }))} />
      </div>
      <Live>{found.isSuccess ? t('mailbox.count', { count: items.length }) : ''}</Live>
      {found.isError && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
      <div className="panel">
        {found.isPending && <Waiting />}
        {found.isSuccess && items.length === 0 && <Empty title={t('mailbox.noneMatch')} why={t(narrowed ? 'mailTemplates.noneMatchWhy' : 'mailTemplates.lead')} />}
        <ul className="plain-list rows">
          {items.map(({ name, to, subject }) => (
            <li key={name}>
              <h2 className="mail-subject">
                <Link className="title-link" to={`/mail-templates/${name}?language=${language}`} lang={language}>
                  {subject}
                </Link>
              </h2>
              <p className="small soft">
                {t(`mailTemplates.to.${to}`)} · <span className="mono breakable">{name}</span>
              </p>
            </li>
          ))}
        </ul>
      </div>
    </Page>
  );
}
