import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** The navigation as a drawer, for screens too narrow to show it in the header. */
export function MenuDrawer({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Drawer opened onClose={onClose} size="17rem" title="Steward" closeButtonProps={{ 'aria-label': t('action.close') }}>
      {children}
    </Drawer>
  );
}
