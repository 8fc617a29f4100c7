import { Modal, type ModalRootProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** A dialog with a title and a button to close it. Built from parts, as Mantine's own header is a second banner to screen readers. */
export function Dialog({ title, onClose, size, opened = true, children }: { title: string; onClose: () => void; size?: ModalRootProps['size']; opened?: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={opened} onClose={onClose} {...(size === undefined ? {} : { size })}>
      <Modal.Overlay />
      <Modal.Content>
        <div className="dialog-head">
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label={t('action.close')} />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
