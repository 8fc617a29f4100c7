import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../ui/page.js';

const HeldList = lazy(async () => ({ default: (await import('./held-list.js')).HeldList }));

/** How many mails wait for a person, and on request which. */
export function HeldMails({ count }: { count: number }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Panel title={t('held.title')}>
      {count === 0 ? (
        <p className="soft">{t('held.none')}</p>
      ) : (
        <>
          <p>{t('held.count', { count })}</p>
          <p className="small">
            <button type="button" className="link-button" onClick={() => setOpen(true)}>
              {t('held.show')}
            </button>
          </p>
        </>
      )}
      {open && (
        <Suspense>
          <HeldList onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </Panel>
  );
}
