import { speak } from '../catalogs/speak.js';
import { writtenInstant } from './dates.js';

describe('an instant in a mail', () => {
  it('names its zone and offset, and UTC once', () => {
    const written = (zone: string, language: 'en' | 'zh' | 'ru') => writtenInstant('2026-11-24T23:59:00Z', zone, language, speak(language));
    expect(written('UTC', 'en')).toBe('Tuesday, 24 November 2026 at 23:59 (UTC)');
    expect(written('UTC', 'zh')).toBe('2026年11月24日星期二 23:59（UTC）');
    expect(written('UTC', 'ru')).toMatch(/^вторник, 24 ноября 2026\u202f?.+23:59 \(UTC\)$/u);
    expect(written('Europe/Moscow', 'en')).toBe('Wednesday, 25 November 2026 at 02:59 (Moscow Standard Time, UTC+03:00)');
  });
});
