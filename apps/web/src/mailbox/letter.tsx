import { SegmentedControl } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** A mail's parts, one at a time, under what is said of it. */
export function Letter({ head, text, html, calendar = null, language }: { head: ReactNode; text: string; html: string | null; calendar?: string | null; language?: string }) {
  const { t } = useTranslation();
  const [chosen, setPart] = useState('text');
  const parts = [
    { value: 'text', label: t('mail.text') },
    ...(html === null ? [] : [{ value: 'html', label: t('mail.html') }]),
    ...(calendar === null ? [] : [{ value: 'calendar', label: t('mail.calendar') }]),
  ];
  const part = parts.find(({ value }) => value === chosen)?.value ?? 'text';
  return (
    <section className="panel" aria-label={t('mail.letter')}>
      <div className="panel-head">
        {head}
        {parts.length > 1 && <SegmentedControl size="xs" aria-label={t('mail.part')} value={part} onChange={setPart} data={parts} />}
      </div>
      {part === 'html' && html !== null ? (
        // An empty sandbox: no scripts, no forms, no way out of the frame; the mail's own style at most.
        <iframe className="mail-html" title={t('mail.html')} sandbox="" srcDoc={html} referrerPolicy="no-referrer" />
      ) : (
        <div className="panel-body">
          {part === 'calendar' ? (
            <p className="prose mail-text mono breakable">{calendar}</p>
          ) : (
            <p className="prose mail-text" lang={language}>
              {text}
            </p>
          )}
        </div>
      )}
    </section>
  );
}
