import { ActionIcon, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, languageNames, languages } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';

/** Choice of the language of the screen. */
export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  return (
    <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('shell.language', { language: nameOf(i18n.language) })} title={t('shell.languageShort')}>
          <Icon name="language" size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {languages.map((language) => (
          <Menu.Item
            key={language}
            lang={language}
            onClick={() => void chooseLanguage(language)}
            leftSection={i18n.language === language ? <Icon name="check" size={14} /> : <span style={{ width: 14 }} />}
            aria-current={i18n.language === language}
          >
            {languageNames[language]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function nameOf(language: string): string {
  return languages.includes(language as never) ? languageNames[language as keyof typeof languageNames] : language;
}
