import { Button, Code } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog.js';
import { Notice } from './notice.js';

/** A secret in the only moment in which it can be seen. Needs the texts of the area `channels`. */
export function SecretOnce({ secret, about, onClose }: { secret: string; about: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  // Without permission, or without a secure address, it can still be selected by hand.
  const copy = () => void navigator.clipboard?.writeText(secret).then(() => setCopied(true), () => undefined);
  return (
    <Dialog title={t('secret.title')} onClose={onClose}>
      <div className="form">
        <p>{about}</p>
        <Code block className="secret">
          {secret}
        </Code>
        <Notice tone="warn" icon="alert">
          <p>{t('secret.once')}</p>
        </Notice>
        <div className="form-actions">
          <Button onClick={copy} variant="default" aria-live="polite">
            {copied ? t('secret.copied') : t('secret.copy')}
          </Button>
          <Button onClick={onClose}>{t('secret.done')}</Button>
        </div>
      </div>
    </Dialog>
  );
}
